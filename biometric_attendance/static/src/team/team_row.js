import {Component} from "@odoo/owl";
import {barsOf, marksOf, spanOf} from "../day/axis";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";

// What needs a person: these outcomes are the anomalies of a punch.
const WRONG_TONES = new Set(["warning", "danger"]);

/** One person's line: scheduled hours behind, attendances, and punches above them. */
export class TeamRow extends Component {
  static template = "biometric_attendance.TeamRow";
  static props = {
    day: Object,
    person: Object,
    open: Function,
    openDay: Function,
    addPunch: Function,
  };

  get marks() {
    return marksOf(this.props.day, this.props.person);
  }

  get bars() {
    return barsOf(this.props.day, this.props.person);
  }

  /** The scheduled hours, of which those that are over and without attendance are gaps. */
  get expected() {
    const {day, person} = this.props;
    return person.expected.map(([from, until]) => ({
      from,
      ...spanOf(day, from, until),
      isGap:
        until < day.now &&
        !person.sessions.some(
          (session) =>
            session.check_in < until && (session.check_out || day.now) > from,
        ),
    }));
  }

  get isWrong() {
    return (
      this.marks.some((mark) => WRONG_TONES.has(mark.tone)) ||
      this.expected.some((span) => span.isGap)
    );
  }

  get isAbsent() {
    const {punches, sessions, corrections} = this.props.person;
    return !punches.length && !sessions.length && !corrections.length;
  }

  /** Add a punch where the line was clicked, to the minute. */
  addPunchAt(event) {
    const {left, width} = event.currentTarget.getBoundingClientRect();
    const [from, to] = [this.props.day.start, this.props.day.end].map((each) =>
      deserializeDateTime(each),
    );
    const share = (event.clientX - left) / width;
    const at = from.plus({
      minutes: Math.round(to.diff(from, "minutes").minutes * share),
    });
    return this.props.addPunch(this.props.person.id, serializeDateTime(at));
  }
}
