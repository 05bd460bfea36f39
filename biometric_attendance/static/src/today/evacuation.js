import {Component, onWillStart, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {recentTimeOf} from "./clock";
import {CHANNEL, EVACUATION, useLive} from "./live";
import {groupLines, KINDS} from "./people_inside";

/** The list of an evacuation on a phone: everybody who was inside, to be ticked as safe. */
export class Evacuation extends Component {
  static template = "biometric_attendance.Evacuation";
  static components = {Layout};
  static props = {...standardActionServiceProps};
  static path = "biometric-evacuation";
  static displayName = _t("Evacuation");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.dialog = useService("dialog");
    this.env.config.setDisplayName(Evacuation.displayName);
    const params = this.props.action.params || {};
    this.id = this.props.resId || params.evacuation_id;
    this.state = useState({list: false, text: "", hideSafe: false});
    // A punch at a muster point ticks by itself, and others tick on their phones.
    useLive({
      readAll: () => this.load(),
      readChanges: () => this.load(),
      types: [CHANNEL, EVACUATION],
    });
    onWillStart(() => this.start(params));
  }

  /** Begin an evacuation where a person asked for it, never by opening an address. */
  async start({begin, site_id: siteId = false}) {
    if (!this.id && !begin) {
      return;
    }
    if (!this.id) {
      this.id = await this.orm.call("biometric.evacuation", "start_evacuation", [
        siteId,
      ]);
    }
    this.props.updateActionState?.({resId: this.id});
    await this.load();
  }

  async load() {
    if (!this.id) {
      return;
    }
    this.state.list = await this.orm.silent.call(
      "biometric.evacuation",
      "read_evacuation",
      [[this.id]],
    );
  }

  get missing() {
    return this.state.list.lines.filter((line) => !line.safe_at).length;
  }

  get isEnded() {
    return Boolean(this.state.list.ended_at);
  }

  /** The lines by site; those that are not safe first. */
  get groups() {
    const {list, hideSafe, text} = this.state;
    const shown = list.lines.filter((line) => !(hideSafe && line.safe_at));
    return groupLines(shown, text);
  }

  time(seconds) {
    const {now, tz} = this.state.list;
    return seconds ? recentTimeOf(seconds, now, tz) : "";
  }

  sentence(line) {
    const parts = [KINDS[line.kind], line.place, this.time(line.since)];
    if (line.safe_at) {
      parts.push(_t("safe since %s", this.time(line.safe_at)), line.safe_by);
    }
    return parts.filter(Boolean).join(" · ");
  }

  async toggle(line) {
    this.state.list = await this.orm.call("biometric.evacuation", "set_safe", [
      [this.id],
      line.id,
      !line.safe_at,
    ]);
  }

  async print() {
    const action = await this.orm.call("biometric.evacuation", "action_print", [
      [this.id],
    ]);
    return this.action.doAction(action);
  }

  end() {
    this.dialog.add(ConfirmationDialog, {
      title: _t("End the evacuation?"),
      body: _t("The list is kept as it is now, and nobody is ticked any more."),
      confirmLabel: _t("End"),
      confirm: async () => {
        await this.orm.call("biometric.evacuation", "action_end", [[this.id]]);
        await this.load();
      },
      cancel: () => {},
    });
  }
}

registry.category("actions").add("biometric_attendance.evacuation", Evacuation);
