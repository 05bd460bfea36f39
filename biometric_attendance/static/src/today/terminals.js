import {Component, useState} from "@odoo/owl";
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

/** The terminals as chips: those in trouble first, the others folded into one. */
export class Terminals extends Component {
  static template = "biometric_attendance.Terminals";
  static props = {terminals: Array, open: Function};

  setup() {
    this.state = useState({isUnfolded: false});
  }

  get fine() {
    return this.props.terminals.filter((each) => each.state === "green").length;
  }

  get chips() {
    const shown = this.state.isUnfolded
      ? this.props.terminals
      : this.props.terminals.filter((each) => each.state !== "green");
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
