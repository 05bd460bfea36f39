import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Approve} from "./approve";
import {Choose} from "./choose";
import {PolledForm} from "./polled_form";
import {TypeIn} from "./type_in";
import {Waiting} from "./waiting";

const MODEL = "biometric.connect";
const STEPS = [
  {key: "choose", label: _t("Which one?")},
  {key: "type", label: _t("Type this in")},
  {key: "approve", label: _t("Check and approve")},
];

/** Connects a terminal: which one, what to type into it, who calls, and its approval. */
export class Connect extends Component {
  static template = "biometric_attendance.Connect";
  static components = {Approve, Choose, Layout, PolledForm, TypeIn, Waiting};
  static props = {...standardActionServiceProps};
  static path = "connect-terminal";
  static displayName = _t("Connect a Terminal");

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.env.config.setDisplayName(Connect.displayName);
    this.steps = STEPS;
    this.state = useState({
      step: "choose",
      choices: false,
      maker: "",
      guide: false,
      deviceId: false,
    });
    useSetupAction({getLocalState: () => this.place});
    onWillStart(async () => {
      this.state.choices = await this.call("read_choices", []);
      const {deviceId, brand, maker} = this.props.state || {
        deviceId: (this.props.action.params || {}).device_id,
      };
      if (deviceId) {
        this.state.deviceId = deviceId;
        this.state.step = "approve";
      } else if (brand) {
        await this.choose(brand, maker);
      }
    });
  }

  /** Where the person is, so that coming back leads there. */
  get place() {
    const {step, guide, maker, deviceId} = this.state;
    return {
      brand: step === "choose" ? false : guide && guide.key,
      maker,
      deviceId: step === "approve" && deviceId,
    };
  }

  get stepIndex() {
    return STEPS.findIndex((step) => step.key === this.state.step);
  }

  call(method, args) {
    return this.orm.silent.call(MODEL, method, args);
  }

  async choose(brand, maker) {
    const choice = this.state.choices.brands.find((each) => each.key === brand);
    if (choice.is_source) {
      this.openSource(choice);
      return;
    }
    this.state.guide = await this.call("read_guide", [brand]);
    this.state.maker = maker || "";
    this.state.deviceId = false;
    this.state.step = "type";
  }

  /** A vendor's program is connected once, and brings its terminals. */
  openSource({key, label}) {
    this.action.doAction({
      type: "ir.actions.act_window",
      res_model: "biometric.source",
      views: [[false, "form"]],
      context: {default_brand: key, default_name: label},
    });
  }

  async chooseAddress(url, serial = "") {
    const {key} = this.state.guide;
    this.state.guide = await this.call("read_guide", [key, url, serial]);
  }

  /** Wait for a terminal by its serial number: the others are not mistaken for it. */
  async expect(serial, values = {}) {
    const {guide} = this.state;
    const device = await this.call("expect_device", [guide.key, serial, values]);
    this.state.deviceId = device.id;
    if (guide.needs_serial) {
      await this.chooseAddress(guide.url, serial);
    }
    if (device.state === "approved") {
      this.approve(device.id);
    }
  }

  async claim(deviceId) {
    await this.call("choose_device", [deviceId]);
    this.approve(deviceId);
  }

  approve(deviceId) {
    this.state.deviceId = deviceId;
    this.state.step = "approve";
  }

  /** Go back to a step that lies behind. */
  goBack(step) {
    if (step === this.state.step) {
      return;
    }
    if (step === "choose") {
      this.state.guide = false;
    }
    this.state.deviceId = false;
    this.state.step = step;
  }

  canGoBack(index) {
    return index < this.stepIndex && (index === 0 || Boolean(this.state.guide));
  }

  importFile() {
    const action = "biometric_attendance.biometric_file_import_action";
    return this.action.doAction(action, {viewType: "form"});
  }
}

registry.category("actions").add("biometric_attendance.connect", Connect);
