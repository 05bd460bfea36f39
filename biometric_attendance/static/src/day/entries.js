import {Component} from "@odoo/owl";
import {entriesOf} from "./marks";

/** The punches of the time line as a table, for who cannot see or hover it. */
export class Entries extends Component {
  static template = "biometric_attendance.Entries";
  static props = {day: Object, open: Function};

  get entries() {
    return entriesOf(this.props.day);
  }
}
