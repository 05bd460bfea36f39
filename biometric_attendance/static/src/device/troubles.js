import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What is wrong with a terminal and what to do: the most pressing on top, others folded. */
export class Troubles extends Component {
  static template = "biometric_attendance.Troubles";
  static components = {ViewButton};
  static props = {...standardFieldProps};

  get first() {
    return this.troubles[0];
  }

  get others() {
    return this.troubles.slice(1);
  }

  get troubles() {
    return this.props.record.data[this.props.name] || [];
  }

  get more() {
    return _t("%s more", this.others.length);
  }

  clickParams({name, confirm}) {
    return {type: "object", name, ...(confirm ? {confirm} : {})};
  }
}

registry.category("fields").add("biometric_troubles", {
  component: Troubles,
  displayName: _t("What is wrong"),
  supportedTypes: ["json", "jsonb"],
});
