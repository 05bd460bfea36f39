import {Component, onWillStart, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {recentTimeOf, timeOf} from "./clock";
import {useLive} from "./live";
import {groupLines, KINDS} from "./people_inside";

/** Who is inside now, by site, on a phone and on paper; opening it begins nothing. */
export class Inside extends Component {
  static template = "biometric_attendance.Inside";
  static components = {Layout};
  static props = {...standardActionServiceProps};
  static path = "biometric-inside";
  static displayName = _t("Who Is Inside");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.dialog = useService("dialog");
    this.keepLast = new KeepLast();
    this.env.config.setDisplayName(Inside.displayName);
    const params = this.props.action.params || {};
    const siteId = this.props.state?.siteId ?? params.site_id;
    this.state = useState({list: false, text: "", siteId: siteId || false});
    useSetupAction({getLocalState: () => ({siteId: this.state.siteId})});
    useLive({readAll: () => this.load(), readChanges: () => this.load()});
    onWillStart(() => this.load());
  }

  async load() {
    const read = this.orm.silent.call("biometric.inside", "read_inside", [
      this.state.siteId,
    ]);
    this.state.list = await this.keepLast.add(read);
  }

  choose(value) {
    this.state.siteId = Number(value) || false;
    return this.load();
  }

  get groups() {
    return groupLines(this.state.list.lines, this.state.text);
  }

  get moment() {
    const {now, tz} = this.state.list;
    return _t("at %(time)s, %(zone)s", {time: timeOf(now, tz), zone: tz});
  }

  sentence(line) {
    const {now, tz} = this.state.list;
    const since = line.since && _t("since %s", recentTimeOf(line.since, now, tz));
    return [KINDS[line.kind], line.place, since].filter(Boolean).join(" · ");
  }

  async print() {
    const action = await this.orm.call("biometric.inside", "action_print", [
      this.state.siteId,
    ]);
    return this.action.doAction(action);
  }

  openEvacuation(params) {
    return this.action.doAction({
      type: "ir.actions.client",
      tag: "biometric_attendance.evacuation",
      name: _t("Evacuation"),
      params,
    });
  }

  evacuate() {
    const {running, name} = this.state.list;
    if (running) {
      return this.openEvacuation({evacuation_id: running});
    }
    this.dialog.add(ConfirmationDialog, {
      title: _t("Begin an evacuation of %s?", name),
      body: _t(
        "Everybody who is inside is put on a list, to be ticked as safe. The list is kept for good, with your name.",
      ),
      confirmLabel: _t("Begin"),
      confirm: () => this.openEvacuation({begin: true, site_id: this.state.siteId}),
      cancel: () => {},
    });
  }
}

registry.category("actions").add("biometric_attendance.inside", Inside);
