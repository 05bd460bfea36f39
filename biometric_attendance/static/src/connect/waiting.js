import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {useRepeated} from "./repeated";

const CHECKLIST_AFTER = 120; // seconds

/** Who calls while somebody waits, and who nearly does. */
export class Waiting extends Component {
  static template = "biometric_attendance.ConnectWaiting";
  static props = {
    guide: Object,
    deviceId: [Number, Boolean],
    claim: Function,
    approve: Function,
  };

  setup() {
    this.orm = useService("orm");
    this.state = useState({found: false, seconds: 0, showsChecklist: false});
    const since = Date.now();
    onWillStart(() => this.read());
    useRepeated(() => this.read());
    const clock = browser.setInterval(() => {
      this.state.seconds = Math.round((Date.now() - since) / 1000);
    }, 1000);
    onWillUnmount(() => browser.clearInterval(clock));
  }

  async read() {
    const {guide, deviceId} = this.props;
    const since = this.state.found && this.state.found.since;
    const args = [guide.key, deviceId, since];
    const found = await this.orm.silent.call("biometric.connect", "read_waiting", args);
    this.state.found = found;
  }

  get calls() {
    return this.state.found ? this.state.found.calls : [];
  }

  get mine() {
    const {calls} = this;
    return calls.filter((call) => !call.is_other);
  }

  get title() {
    return _t("%s called", this.state.found.device.serial);
  }

  get awaited() {
    return _t("For %s.", this.state.found.device.serial);
  }

  get waited() {
    return _t("%s s", this.state.seconds);
  }

  describe({name, serial, address, seconds}) {
    const own = name && name !== serial ? `(${name}) ` : "";
    return own + _t("from %(address)s, %(seconds)s s ago", {address, seconds});
  }

  chooser(call) {
    return _t("%s connects this one.", call.chosen_by);
  }

  ago(seconds) {
    return _t("%s s ago", seconds);
  }

  get isLate() {
    return this.state.seconds >= CHECKLIST_AFTER;
  }

  showChecklist() {
    this.state.showsChecklist = true;
  }

  get showsChecklist() {
    return this.state.showsChecklist || (this.isLate && !this.mine.length);
  }
}
