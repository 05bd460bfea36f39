import {deserializeDate} from "@web/core/l10n/dates";
import {formatFloatTime} from "@web/views/fields/formatters";

const DAYS_OF_A_WEEK = 7;
const FREE_MINUTES = 1 / 60; // less than a minute is no working time

/** Why a day needs a look, the first that holds; `false` for a day as it should be. */
function noticeOf(day, today) {
  if (day.waiting) {
    return "waiting";
  }
  if (day.wrong) {
    return "wrong";
  }
  if (day.leave) {
    return "leave";
  }
  return day.expected > FREE_MINUTES && !day.punches && !day.worked && day.day < today
    ? "absent"
    : false;
}

/** How many cells are empty before the first of a month. */
function emptyBefore(first, weekStart) {
  return (first.weekday - weekStart + DAYS_OF_A_WEEK) % DAYS_OF_A_WEEK;
}

/**
 * The weeks of a month, each of seven cells; a cell outside the month is `false`.
 *
 * @param {Object} month as `biometric.day` reads it
 * @param {number} weekStart the first day of a week, Monday is 1
 */
export function weeksOf(month, weekStart) {
  const first = deserializeDate(month.first);
  const cells = [
    ...Array(emptyBefore(first, weekStart)).fill(false),
    ...month.days.map((day) => ({
      ...day,
      number: deserializeDate(day.day).day,
      hours: day.worked ? formatFloatTime(day.worked) : "",
      notice: noticeOf(day, month.today),
      isToday: day.day === month.today,
      isToCome: day.day > month.today,
    })),
  ];
  while (cells.length % DAYS_OF_A_WEEK) {
    cells.push(false);
  }
  const weeks = [];
  for (let begin = 0; begin < cells.length; begin += DAYS_OF_A_WEEK) {
    weeks.push(cells.slice(begin, begin + DAYS_OF_A_WEEK));
  }
  return weeks;
}

/** The names of the days of a week, from its first day on. */
export function weekdaysOf(month, weekStart) {
  const first = deserializeDate(month.first);
  const start = first.minus({days: emptyBefore(first, weekStart)});
  return Array.from({length: DAYS_OF_A_WEEK}, (_, days) => {
    const day = start.plus({days});
    return {short: day.toFormat("ccccc"), middle: day.toFormat("ccc")};
  });
}

/** The hours of a month: worked, and expected until today. */
export function sumsOf(month) {
  const sum = (days, name) => days.reduce((total, day) => total + day[name], 0);
  const past = month.days.filter((day) => day.day <= month.today);
  return {
    worked: formatFloatTime(sum(month.days, "worked")),
    expected: formatFloatTime(sum(past, "expected")),
    wrong: month.days.filter((day) => day.wrong).length,
  };
}
