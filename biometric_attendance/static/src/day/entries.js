import {Component} from "@odoo/owl";
import {entriesOf} from "./marks";

/** The same punches in words, for those who cannot see or hover the drawing. */
export class Entries extends Component {
  static template = "biometric_attendance.Entries";
  static props = {day: Object, open: Function};

  get entries() {
    return entriesOf(this.props.day);
  }
}
