import {Component} from "@odoo/owl";

/** What waits for the reader: a sentence and one button each. */
export class Todo extends Component {
  static template = "biometric_attendance.Todo";
  static props = {lines: Array, open: Function};
}
