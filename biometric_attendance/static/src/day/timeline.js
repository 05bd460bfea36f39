import {Component} from "@odoo/owl";
import {barsOf, marksOf, nowOf, ticksOf} from "./axis";

/** The workday as a time line: punches above, attendances below. */
export class Timeline extends Component {
  static template = "biometric_attendance.Timeline";
  static props = {day: Object, open: Function};

  get ticks() {
    return ticksOf(this.props.day);
  }

  get marks() {
    return marksOf(this.props.day);
  }

  get bars() {
    return barsOf(this.props.day);
  }

  get now() {
    return nowOf(this.props.day);
  }
}
