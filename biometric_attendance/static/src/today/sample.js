import {Component} from "@odoo/owl";

/** Says that the people on the screen are invented, and offers to remove them. */
export class Sample extends Component {
  static template = "biometric_attendance.Sample";
  static props = {remove: {type: [Function, Boolean]}};
}
