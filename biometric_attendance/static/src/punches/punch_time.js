import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {
  ListDateTimeField,
  listDateTimeField,
} from "@web/views/fields/datetime/list_datetime_field";

/** When a punch was made, with what the terminal's own clock showed as a tooltip. */
export class PunchTime extends ListDateTimeField {
  getFormattedValue(index, isTooltip = false) {
    const formatted = super.getFormattedValue(index, isTooltip);
    const clock = this.props.record.data.device_clock;
    return isTooltip && clock
      ? _t("%(time)s for you, %(clock)s at the terminal", {time: formatted, clock})
      : formatted;
  }
}

registry.category("fields").add("biometric_punch_time", {
  ...listDateTimeField,
  component: PunchTime,
  fieldDependencies: [{name: "device_clock", type: "char", readonly: true}],
});
