import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {useService} from "@web/core/utils/hooks";
import {_t} from "@web/core/l10n/translation";
import {attempt} from "./errors";

const SOURCES = {
  listener: _t("the listener for terminals"),
  base: _t("this server's own address"),
  plain: _t("the same without HTTPS"),
  interface: _t("this server in its network"),
};

/** What to type into a terminal that calls, and whether such a call would arrive. */
export class TypeIn extends Component {
  static template = "biometric_attendance.ConnectTypeIn";
  static components = {CopyButton};
  static props = {
    guide: Object,
    maker: String,
    deviceId: [Number, Boolean],
    chooseAddress: Function,
    expect: Function,
  };

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.copied = _t("Copied");
    this.state = useState({
      check: false,
      isChecking: false,
      problem: "",
      serial: "",
      communication_key: "",
      encryption_key: "",
    });
    onWillUpdateProps((next) => {
      if (next.guide.url !== this.props.guide.url) {
        this.state.check = false;
      }
    });
  }

  get chosen() {
    const {guide} = this.props;
    return guide.addresses.find((address) => address.url === guide.url);
  }

  /** Software of a vendor is shown its address once it is known for which terminal. */
  get isShown() {
    return (
      Boolean(this.chosen) && !(this.props.guide.needs_serial && !this.props.deviceId)
    );
  }

  /** Whether the check found what the box above says already. */
  get isKnown() {
    return this.state.check.sentence === this.chosen.problem?.sentence;
  }

  source(address) {
    return SOURCES[address.source];
  }

  async check() {
    const {guide} = this.props;
    this.state.isChecking = true;
    this.state.check = false;
    this.state.problem = await attempt(async () => {
      const args = [guide.key, guide.url];
      const {silent} = this.orm;
      this.state.check = await silent.call("biometric.connect", "check_address", args);
    });
    this.state.isChecking = false;
  }

  async expect() {
    const {serial, communication_key, encryption_key} = this.state;
    const typed = Object.entries({communication_key, encryption_key});
    const secrets = typed.map(([name, value]) => [name, value.trim()]);
    const values = Object.fromEntries(secrets.filter(([, value]) => value));
    this.state.problem = await attempt(() => this.props.expect(serial.trim(), values));
  }

  async print() {
    const {guide} = this.props;
    const args = [guide.key, guide.url, this.state.serial];
    const action = await this.orm.call("biometric.connect", "print_card", args);
    return this.action.doAction(action);
  }
}
