import {Component, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {attempt} from "./errors";

/** Address and key of a terminal that is polled, and the test in the same place. */
export class PolledForm extends Component {
  static template = "biometric_attendance.ConnectPolledForm";
  static props = {
    guide: Object,
    deviceId: [Number, Boolean],
    approve: Function,
  };

  setup() {
    this.orm = useService("orm");
    const defaults = this.props.guide.fields.map((field) => [
      field.name,
      field.default || (field.kind === "boolean" ? false : ""),
    ]);
    this.state = useState({
      values: Object.fromEntries(defaults),
      isTesting: false,
      problem: "",
      result: false,
      id: this.props.deviceId,
    });
  }

  inputType(field) {
    return {integer: "number", secret: "password"}[field.kind] || "text";
  }

  setValue(field, event) {
    const {value, checked} = event.target;
    const values = {boolean: checked, integer: parseInt(value, 10) || 0};
    this.state.values[field.name] =
      field.kind in values ? values[field.kind] : value.trim();
  }

  /** Values to send; a secret that is not typed stays as it is. */
  get values() {
    const {fields} = this.props.guide;
    const {values} = this.state;
    const isSent = (field) => field.kind !== "secret" || values[field.name];
    return Object.fromEntries(
      fields.filter(isSent).map((field) => [field.name, values[field.name]]),
    );
  }

  async test() {
    const {guide} = this.props;
    this.state.isTesting = true;
    this.state.result = false;
    this.state.problem = await attempt(async () => {
      const args = [guide.key, this.values, this.state.id];
      const result = await this.orm.silent.call(
        "biometric.connect",
        "test_device",
        args,
      );
      this.state.id = result.id;
      this.state.result = result;
      if (result.code === "udp_only") {
        this.state.values.udp = true;
      }
    });
    this.state.isTesting = false;
  }

  get alertClass() {
    return `alert alert-${this.state.result.kind}`;
  }
}
