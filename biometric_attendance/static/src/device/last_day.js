import {Component} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const MINUTES = 60;
const LABEL_HOURS = 6;

/** A bar an hour: minutes in touch, failures on top of them, and a dot where punches were. */
export class LastDay extends Component {
  static template = "biometric_attendance.LastDay";
  static props = {...standardFieldProps};

  get hours() {
    const hours = this.props.record.data[this.props.name] || [];
    return hours.map((each, index) => {
      const clock = formatDateTime(deserializeDateTime(each.hour), {
        format: localization.timeFormat.replace(/[:.]ss/, ""),
      });
      return {
        ...each,
        // A terminal that is read every five minutes is in touch in twelve of them.
        contactHeight: each.contacts ? Math.max((each.contacts / MINUTES) * 100, 8) : 0,
        failureHeight: each.failures ? Math.max((each.failures / MINUTES) * 100, 8) : 0,
        label: index % LABEL_HOURS ? "" : clock,
        title: _t(
          "%(clock)s: in touch in %(contacts)s minutes, %(punches)s punches, refused or not read in %(failures)s minutes",
          {...each, clock},
        ),
      };
    });
  }

  get isSilent() {
    return this.hours.every((each) => !each.contacts && !each.failures);
  }
}

registry.category("fields").add("biometric_last_day", {
  component: LastDay,
  displayName: _t("Last 24 hours"),
  supportedTypes: ["json", "jsonb"],
});
