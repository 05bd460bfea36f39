import {expect, test} from "@odoo/hoot";
import {sumsOf, weeksOf} from "@biometric_attendance/month/calendar";

const MONDAY = 1;
const SUNDAY = 7;
const DAY = {worked: 0, expected: 0, punches: 0, wrong: 0, waiting: 0, leave: false};

/** March 2025, which begins on a Saturday, seen on the tenth. */
const monthOf = (changes) => ({
  first: "2025-03-01",
  last: "2025-03-31",
  today: "2025-03-10",
  days: Array.from({length: 31}, (_, index) => {
    const day = `2025-03-${String(index + 1).padStart(2, "0")}`;
    return {...DAY, day, ...changes[day]};
  }),
});
const cellOf = (changes, day) =>
  weeksOf(monthOf({[day]: changes}), MONDAY)
    .flat()
    .find((cell) => cell.day === day);

test("weeks begin on the day of the locale", () => {
  const weeks = weeksOf(monthOf({}), MONDAY);
  expect(weeks.length).toBe(6);
  expect(weeks[0].filter(Boolean).map((cell) => cell.number)).toEqual([1, 2]);
  expect(weeks[0].slice(0, 5)).toEqual(Array(5).fill(false));
  expect(weeksOf(monthOf({}), SUNDAY)[0].filter(Boolean).length).toBe(1);
});

test("a day shows the first thing that needs a look", () => {
  const day = "2025-03-03";
  expect(cellOf({wrong: 1, waiting: 1}, day).notice).toBe("waiting");
  expect(cellOf({wrong: 1, leave: true}, day).notice).toBe("wrong");
  expect(cellOf({leave: true, expected: 8}, day).notice).toBe("leave");
  expect(cellOf({expected: 8}, day).notice).toBe("absent");
  expect(cellOf({expected: 8, punches: 1}, day).notice).toBe(false);
  expect(cellOf({}, day).notice).toBe(false);
});

test("nobody is absent today or later", () => {
  expect(cellOf({expected: 8}, "2025-03-10").notice).toBe(false);
  expect(cellOf({expected: 8}, "2025-03-11").notice).toBe(false);
});

test("hours are expected until today", () => {
  const hours = {worked: 7.5, expected: 8};
  const month = monthOf({"2025-03-03": hours, "2025-03-11": {expected: 8, wrong: 1}});
  expect(sumsOf(month)).toEqual({worked: "07:30", expected: "08:00", wrong: 1});
});
