import {Component} from "@odoo/owl";
import {iconOf, toneOf} from "../day/marks";
import {agoOf} from "./clock";
import {initialsOf} from "./people";

/** The last punches at the terminals, the latest first. */
export class LastPunches extends Component {
  static template = "biometric_attendance.LastPunches";
  static props = {
    punches: Array,
    now: Number,
    canMatch: Boolean,
    names: Boolean,
    open: Function,
    match: Function,
  };

  get rows() {
    return this.props.punches.map((punch) => ({
      ...punch,
      ago: agoOf(punch.instant, this.props.now),
      icon: iconOf(punch.direction),
      tone: toneOf(punch.outcome),
      initials: punch.name ? initialsOf(punch.name) : "?",
    }));
  }
}
