import {Component} from "@odoo/owl";

/** The first things that wait for the reader: a sentence and one button each. */
export class Todo extends Component {
  static template = "biometric_attendance.Todo";
  static props = {todo: Object, act: Function, openAll: Function};

  get more() {
    const {count, rows} = this.props.todo;
    return count - rows.length;
  }
}
