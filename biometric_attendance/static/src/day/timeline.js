import {Component} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {clockOf, entriesOf, shortClockOf} from "./marks";

const TICK_HOURS = 2;

/** The workday as a time line: punches above, attendances below. */
export class Timeline extends Component {
  static template = "biometric_attendance.Timeline";
  static props = {day: Object, open: Function};

  /** Where an instant lies, in percent of the workday. */
  percentOf(instant) {
    const {start, end} = this.props.day;
    const [from, to, at] = [start, end, instant].map((each) =>
      deserializeDateTime(each).toMillis(),
    );
    return ((at - from) * 100) / (to - from);
  }

  get ticks() {
    const {start, end, tz} = this.props.day;
    const last = deserializeDateTime(end);
    const ticks = [];
    // By elapsed hours: a day on which the clock changes has 23 or 25 of them.
    for (let at = deserializeDateTime(start); at < last;) {
      const instant = at.toUTC().toFormat("yyyy-MM-dd HH:mm:ss");
      const label = shortClockOf(instant, tz);
      ticks.push({instant, label, left: this.percentOf(instant)});
      at = at.plus({hours: TICK_HOURS});
    }
    return ticks;
  }

  get marks() {
    return entriesOf(this.props.day).map((entry) => ({
      ...entry,
      left: this.percentOf(entry.instant),
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

  get bars() {
    const {now, sessions, start, tz} = this.props.day;
    return sessions.map((session) => {
      const left = Math.max(this.percentOf(session.check_in), 0);
      const right = Math.min(this.percentOf(session.check_out || now), 100);
      const span = (clock) =>
        `${clock(session.check_in, tz)} – ${
          session.check_out ? clock(session.check_out, tz) : "…"
        }`;
      return {
        ...session,
        left,
        width: Math.max(right - left, 0),
        label: span(shortClockOf),
        title: `${span(clockOf)} · ${session.origin}`,
        begunBefore: session.check_in < start,
      };
    });
  }

  get now() {
    const percent = this.percentOf(this.props.day.now);
    return percent >= 0 && percent <= 100 ? percent : false;
  }
}
