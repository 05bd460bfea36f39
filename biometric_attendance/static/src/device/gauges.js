import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A bar for each memory of a terminal: how much it stores, of how much it can. */
export class Gauges extends Component {
  static template = "biometric_attendance.Gauges";
  static props = {...standardFieldProps};

  get gauges() {
    const gauges = this.props.record.data[this.props.name] || [];
    return gauges.map((gauge) => ({
      ...gauge,
      text: gauge.capacity
        ? _t("%(used)s of %(capacity)s", {
            used: formatInteger(gauge.used),
            capacity: formatInteger(gauge.capacity),
          })
        : formatInteger(gauge.used),
    }));
  }
}

registry.category("fields").add("biometric_gauges", {
  component: Gauges,
  displayName: _t("Gauges"),
  supportedTypes: ["json", "jsonb"],
});
