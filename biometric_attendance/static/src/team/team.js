import {Component, onWillStart, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {nowOf, ticksOf} from "../day/axis";
import {TeamRow} from "./team_row";

/** One day of the people of a department or site, each on a line of the same axis. */
export class TeamDay extends Component {
  static template = "biometric_attendance.TeamDay";
  static components = {DateTimeInput, Layout, RecordSelector, TeamRow};
  static props = {...standardActionServiceProps};
  static path = "biometric-team";
  static displayName = _t("Team Day");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.keepLast = new KeepLast();
    this.env.config.setDisplayName(TeamDay.displayName);
    const params = this.props.action.params || {};
    this.shown = {
      day: params.day || false,
      departmentId: params.department_id || false,
      siteId: params.site_id || false,
      offset: 0,
      ...this.props.state,
    };
    this.state = useState({team: false});
    useSetupAction({getLocalState: () => this.shown});
    onWillStart(() => this.load({}));
  }

  async load(changes) {
    const shown = {...this.shown, ...changes};
    const team = await this.keepLast.add(
      this.orm.call("biometric.team.day", "read_team", [], {
        day: shown.day,
        department_id: shown.departmentId,
        site_id: shown.siteId,
        offset: shown.offset,
      }),
    );
    this.shown = {...shown, day: team.day};
    this.state.team = team;
    this.props.updateActionState?.({day: team.day});
  }

  get date() {
    return deserializeDate(this.state.team.day);
  }

  get title() {
    return this.date.toLocaleString(luxon.DateTime.DATE_HUGE);
  }

  get ticks() {
    return ticksOf(this.state.team);
  }

  get now() {
    return nowOf(this.state.team);
  }

  /** "1–60 / 240", and whether there are people before and after. */
  get page() {
    const {offset, limit, total} = this.state.team;
    const last = Math.min(offset + limit, total);
    return {
      label: `${total ? offset + 1 : 0}–${last} / ${total}`,
      hasPrevious: offset > 0,
      hasNext: last < total,
    };
  }

  chooseDate(date) {
    return date && this.load({day: serializeDate(date)});
  }

  chooseDepartment(departmentId) {
    return this.load({departmentId, offset: 0});
  }

  chooseSite(siteId) {
    return this.load({siteId, offset: 0});
  }

  move(days) {
    return this.chooseDate(this.date.plus({days}));
  }

  turn(pages) {
    const {offset, limit} = this.state.team;
    return this.load({offset: Math.max(offset + pages * limit, 0)});
  }

  open(resModel, resId) {
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: resModel,
      res_id: resId,
      views: [[false, "form"]],
    });
  }

  openDay(employeeId) {
    return this.action.doAction({
      type: "ir.actions.client",
      tag: "biometric_attendance.day",
      params: {employee_id: employeeId, day: this.state.team.day},
    });
  }

  /** Add a punch a person forgot, at a time of this person's line. */
  addPunch(employeeId, instant) {
    return this.action.doAction(
      {
        type: "ir.actions.act_window",
        name: _t("Missing Punch"),
        res_model: "biometric.correction",
        views: [[false, "form"]],
        target: "new",
        context: {default_employee_id: employeeId, default_instant: instant},
      },
      {onClose: () => this.load({})},
    );
  }
}

registry.category("actions").add("biometric_attendance.team_day", TeamDay);
