import {Component} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What to type into a terminal that calls: each entry of its menu with a button to copy. */
export class DeviceTypeIn extends Component {
  static template = "biometric_attendance.DeviceTypeIn";
  static components = {CopyButton};
  static props = {...standardFieldProps};

  setup() {
    this.copied = _t("Copied");
  }

  get guide() {
    return this.props.record.data[this.props.name];
  }
}

registry.category("fields").add("biometric_type_in", {
  component: DeviceTypeIn,
  displayName: _t("Type this in"),
  supportedTypes: ["json", "jsonb"],
});
