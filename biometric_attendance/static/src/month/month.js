import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {formatFloatTime} from "@web/views/fields/formatters";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {entriesOf, shortClockOf} from "../day/marks";
import {sumsOf, weekdaysOf, weeksOf} from "./calendar";

const NEW_REQUEST = "biometric_attendance.biometric_request_new_action";
const REQUESTS = "biometric_attendance.biometric_own_request_action";

/** What the signs in the calendar say. */
const NOTICES = {
  wrong: {icon: "fa-exclamation-circle text-warning", label: _t("To correct")},
  waiting: {icon: "fa-hourglass-half text-info", label: _t("Asked for")},
  leave: {icon: "fa-plane text-muted", label: _t("Leave")},
  absent: {icon: "fa-circle-o text-danger", label: _t("Nothing recorded")},
};

/** An employee's own attendance: a month, and one day of it in all detail. */
export class Month extends Component {
  static template = "biometric_attendance.Month";
  static components = {Layout};
  static props = {...standardActionServiceProps};
  static path = "my-attendance";
  static displayName = _t("My Attendance");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.keepLast = new KeepLast();
    this.notices = NOTICES;
    this.env.config.setDisplayName(Month.displayName);
    this.state = useState({month: false, day: false});
    useSetupAction({getLocalState: () => ({day: this.state.day.day})});
    onWillStart(() => this.load(this.props.state?.day || false));
  }

  get title() {
    return deserializeDate(this.state.month.first).toFormat("LLLL yyyy");
  }

  get dayTitle() {
    return deserializeDate(this.state.day.day).toLocaleString(luxon.DateTime.DATE_HUGE);
  }

  get weekdays() {
    return weekdaysOf(this.state.month, localization.weekStart);
  }

  get weeks() {
    return weeksOf(this.state.month, localization.weekStart);
  }

  get sums() {
    return sumsOf(this.state.month);
  }

  get entries() {
    return entriesOf(this.state.day);
  }

  /** From when to when the person was there on the day. */
  get sessions() {
    const {sessions, tz} = this.state.day;
    return sessions.map((session) => ({
      id: session.id,
      origin: session.origin,
      span: [session.check_in, session.check_out]
        .map((instant) => (instant ? shortClockOf(instant, tz) : "…"))
        .join(" – "),
    }));
  }

  get hours() {
    const {days} = this.state.month;
    const day = days.find((each) => each.day === this.state.day.day);
    return {
      worked: formatFloatTime(day?.worked || 0),
      expected: formatFloatTime(day?.expected || 0),
      leave: day?.leave,
      waiting: day?.waiting,
    };
  }

  /** Read a month, and a day of it; today's without one. */
  async load(date) {
    const read = Promise.all([
      this.orm.call("biometric.day", "read_month", [date]),
      this.orm.call("biometric.day", "read_day", [false, date]),
    ]);
    const [month, day] = await this.keepLast.add(read);
    Object.assign(this.state, {month, day});
  }

  /** Show the month before or after, at its last or first day. */
  move(months) {
    const first = deserializeDate(this.state.month.first).plus({months});
    return this.load(serializeDate(first));
  }

  async show(date) {
    const read = this.orm.call("biometric.day", "read_day", [false, date]);
    this.state.day = await this.keepLast.add(read);
  }

  /** Ask for a correction: of a punch, or of what is missing on the day. */
  async ask(punchId = false) {
    const {day} = this.state.day;
    const context = await this.orm.call("biometric.day", "prepare_request", [
      day,
      punchId,
    ]);
    await this.action.doAction(NEW_REQUEST, {
      additionalContext: context,
      onClose: () => this.load(day),
    });
  }

  openRequests() {
    return this.action.doAction(REQUESTS);
  }
}

registry.category("actions").add("biometric_attendance.month", Month);
