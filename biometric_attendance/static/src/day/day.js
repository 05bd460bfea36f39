import {Component, onWillStart, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Entries} from "./entries";
import {Timeline} from "./timeline";

const OFFICER = "hr_attendance.group_hr_attendance_officer";
const OFFICER_FOR_ALL = "hr_attendance.group_hr_attendance_user";

/** One person's workday: the punches, and the attendances they became. */
export class Day extends Component {
  static template = "biometric_attendance.Day";
  static components = {DateTimeInput, Entries, Layout, RecordSelector, Timeline};
  static props = {...standardActionServiceProps};
  static path = "biometric-day";
  static displayName = _t("Day");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.keepLast = new KeepLast();
    // A URL opened directly brings no name.
    this.env.config.setDisplayName(Day.displayName);
    this.state = useState({day: false, canChoose: false, domain: []});
    useSetupAction({getLocalState: () => this.shown});
    onWillStart(async () => {
      await this.loadRights();
      const params = this.props.action.params || {};
      const {employeeId, day} = this.props.state || {
        employeeId: this.props.resId || params.employee_id,
        day: params.day,
      };
      await this.load(employeeId || false, day || false);
    });
  }

  /** What is shown, so that coming back shows the same. */
  get shown() {
    const {day} = this.state;
    return {employeeId: day.employee ? day.employee.id : false, day: day.day};
  }

  get date() {
    return deserializeDate(this.state.day.day);
  }

  get title() {
    return this.date.toLocaleString(luxon.DateTime.DATE_HUGE);
  }

  async loadRights() {
    const [isOfficer, isOfficerForAll] = await Promise.all([
      user.hasGroup(OFFICER),
      user.hasGroup(OFFICER_FOR_ALL),
    ]);
    this.state.canChoose = isOfficer;
    this.state.domain = isOfficerForAll
      ? []
      : [["attendance_manager_id", "=", user.userId]];
  }

  async load(employeeId, day) {
    const read = this.orm.call("biometric.day", "read_day", [employeeId, day]);
    this.state.day = await this.keepLast.add(read);
    const {employeeId: resId, day: shown} = this.shown;
    this.props.updateActionState?.({resId, day: shown});
  }

  chooseEmployee(employeeId) {
    return this.load(employeeId, this.state.day.day || false);
  }

  chooseDate(date) {
    return date && this.load(this.shown.employeeId, serializeDate(date));
  }

  move(days) {
    return this.chooseDate(this.date.plus({days}));
  }

  today() {
    return this.load(this.shown.employeeId, false);
  }

  open(resModel, resId) {
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: resModel,
      res_id: resId,
      views: [[false, "form"]],
    });
  }
}

registry.category("actions").add("biometric_attendance.day", Day);
