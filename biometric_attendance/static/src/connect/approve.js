import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {attempt} from "./errors";
import {useRepeated} from "./repeated";

const PROOF_CLASSES = {
  right: "text-success",
  wrong: "text-danger fw-bold",
  unknown: "text-muted",
};
const EDITED = ["name", "site_id", "tz", "direction_source", "import_since"];

/** The last look before a terminal is approved, and its first punches afterwards. */
export class Approve extends Component {
  static template = "biometric_attendance.ConnectApprove";
  static props = {deviceId: Number, restart: Function};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.state = useState({
      device: false,
      values: {},
      zones: [],
      problem: "",
      isBusy: false,
      proof: false,
    });
    onWillStart(async () => {
      const [device, zones] = await Promise.all([this.read(), this.call("read_zones")]);
      this.state.device = device;
      this.state.zones = zones;
      const values = Object.fromEntries(EDITED.map((name) => [name, device[name]]));
      // Where nobody chose a zone yet, that of this browser is likely the place's.
      const own = luxon.DateTime.local().zoneName;
      this.state.values = {
        ...values,
        tz: values.tz || (zones.includes(own) ? own : ""),
      };
      await this.prove();
    });
    useRepeated(async () => {
      this.state.device = await this.read();
      if (!this.isApproved) {
        await this.prove();
      }
    });
  }

  call(method, ...args) {
    return this.orm.silent.call("biometric.connect", method, args);
  }

  read() {
    return this.call("read_device", this.props.deviceId);
  }

  /** Ask whether the chosen zone is that of the terminal's clock. */
  async prove() {
    const {tz} = this.state.values;
    const proof = tz && (await this.call("read_zone_proof", this.props.deviceId, tz));
    if (tz === this.state.values.tz) {
      this.state.proof = proof;
    }
  }

  get isApproved() {
    return this.state.device.state === "approved";
  }

  get title() {
    return _t("%s is connected", this.state.device.name);
  }

  get proofClass() {
    return PROOF_CLASSES[this.state.proof.verdict];
  }

  get received() {
    const {punch_count: punches, unmapped_count: unknown} = this.state.device;
    const values = {punches, unknown};
    return _t("%(punches)s punches received, %(unknown)s people unknown.", values);
  }

  person({person, pin}) {
    return person || _t("PIN %s, not matched", pin);
  }

  setValue(name, event) {
    const {value} = event.target;
    this.state.values[name] = name === "site_id" ? parseInt(value, 10) || false : value;
    const site = this.state.device.sites.find(
      (each) => each.id === this.state.values.site_id,
    );
    if (name === "site_id" && site) {
      this.state.values.tz = site.tz;
    }
    if (["site_id", "tz"].includes(name)) {
      this.prove();
    }
  }

  async approve() {
    this.state.isBusy = true;
    this.state.problem = await attempt(async () => {
      const {deviceId} = this.props;
      const values = {...this.state.values};
      this.state.device = await this.call("approve_device", deviceId, values);
    });
    this.state.isBusy = false;
  }

  async matchPeople() {
    const ids = [this.props.deviceId];
    const action = await this.orm.call("biometric.device", "action_import_users", [
      ids,
    ]);
    return this.action.doAction(action);
  }

  openDevice() {
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: "biometric.device",
      res_id: this.props.deviceId,
      views: [[false, "form"]],
    });
  }
}
