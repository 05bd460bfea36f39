import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** The three steps of a new database, ticked off as they are done. */
export class Steps extends Component {
  static template = "biometric_attendance.Steps";
  static props = {
    steps: Object,
    canConnect: Boolean,
    connect: Function,
    match: Function,
    loadSample: {type: [Function, Boolean]},
  };

  get rows() {
    const {steps, canConnect, connect, match} = this.props;
    return [
      {
        key: "device",
        label: _t("Connect a terminal"),
        note: _t("It appears by itself when it first calls; approve it then."),
        done: steps.device,
        open: canConnect && connect,
      },
      {
        key: "people",
        label: _t("Match people"),
        note: _t("Say which PIN of the terminal is whose."),
        done: steps.people,
        open: canConnect && match,
      },
      {
        key: "punch",
        label: _t("See the first punch"),
        note: _t("Somebody passes the terminal, and this page moves."),
        done: steps.punch,
        open: false,
      },
    ];
  }
}
