import {deserializeDateTime} from "@web/core/l10n/dates";
import {clockOf, entriesOf, shortClockOf} from "./marks";

const TICK_HOURS = 2;

/**
 * Where things lie on the axis of a day.
 *
 * A day has `start`, `end`, `now` and `tz`; what is drawn has `punches`, `corrections` and
 * `sessions`. Instants are strings in UTC, places are percent of the axis.
 */

export function percentOf({start, end}, instant) {
  const [from, to, at] = [start, end, instant].map((each) =>
    deserializeDateTime(each).toMillis(),
  );
  return ((at - from) * 100) / (to - from);
}

/** The hours, by elapsed time: a day on which the clock changes has 23 or 25 of them. */
export function ticksOf(day, hours = TICK_HOURS) {
  const last = deserializeDateTime(day.end);
  const ticks = [];
  for (let at = deserializeDateTime(day.start); at < last; at = at.plus({hours})) {
    const instant = at.toUTC().toFormat("yyyy-MM-dd HH:mm:ss");
    const label = shortClockOf(instant, day.tz);
    ticks.push({instant, label, left: percentOf(day, instant)});
  }
  return ticks;
}

/** Punches and corrections, each with all that is known of it as its title. */
export function marksOf(day, drawn = day) {
  return entriesOf({...drawn, tz: day.tz}).map((entry) => ({
    ...entry,
    left: percentOf(day, entry.instant),
    title: [
      entry.clock,
      entry.direction_label,
      entry.source,
      entry.outcome_label,
      entry.reason,
    ]
      .filter(Boolean)
      .join(" · "),
  }));
}

/** A span cut at the edges of the day; what has no end ends now. */
export function spanOf(day, from, until) {
  const left = Math.max(percentOf(day, from), 0);
  const right = Math.min(percentOf(day, until || day.now), 100);
  return {left, width: Math.max(right - left, 0)};
}

/** Attendances. */
export function barsOf(day, drawn = day) {
  return drawn.sessions.map((session) => {
    const span = (clock) =>
      `${clock(session.check_in, day.tz)} – ${
        session.check_out ? clock(session.check_out, day.tz) : "…"
      }`;
    return {
      ...session,
      ...spanOf(day, session.check_in, session.check_out),
      label: span(shortClockOf),
      title: `${span(clockOf)} · ${session.origin}`,
      begunBefore: session.check_in < day.start,
    };
  });
}

/** Where now is, `false` on another day. */
export function nowOf(day) {
  const percent = percentOf(day, day.now);
  return percent >= 0 && percent <= 100 ? percent : false;
}
