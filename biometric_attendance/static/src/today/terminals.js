import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {spanOf} from "./clock";

const ICONS = {
  waiting: "fa-hourglass-half",
  silent: "fa-chain-broken",
  refused: "fa-ban",
  clock: "fa-clock-o",
  green: "fa-check",
};
const TONES = {
  waiting: "info",
  silent: "danger",
  refused: "warning",
  clock: "warning",
  green: "success",
};

// Of those in trouble so many are shown: more would push the people off the screen.
const TROUBLE_SHOWN = 8;

/** The terminals as chips: those in trouble first, the others folded into one. */
export class Terminals extends Component {
  static template = "biometric_attendance.Terminals";
  static props = {terminals: Array, open: Function};

  setup() {
    this.state = useState({isUnfolded: false});
  }

  get trouble() {
    return this.props.terminals.filter((each) => each.state !== "green");
  }

  /** What the last chip, which unfolds the others, says of them; "" for none. */
  get folded() {
    const fine = this.props.terminals.length - this.trouble.length;
    const more = this.trouble.length - TROUBLE_SHOWN;
    if (more > 0) {
      return _t("%(more)s more in trouble, %(fine)s fine", {more, fine});
    }
    return fine ? _t("%s fine", fine) : "";
  }

  get chips() {
    const shown = this.state.isUnfolded
      ? this.props.terminals
      : this.trouble.slice(0, TROUBLE_SHOWN);
    return shown.map((each) => ({
      ...each,
      icon: ICONS[each.state],
      tone: TONES[each.state],
      label: [each.name, each.text, this.silence(each)].filter(Boolean).join(" "),
    }));
  }

  silence({state, silent}) {
    return state === "silent" && silent ? spanOf(silent) : "";
  }

  toggle() {
    this.state.isUnfolded = !this.state.isUnfolded;
  }
}
