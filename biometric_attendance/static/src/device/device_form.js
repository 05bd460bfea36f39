import {onWillStart} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

const ADMINISTRATOR = "hr_attendance.group_hr_attendance_manager";

/**
 * What an administrator may do with a terminal beside the button on top of its form:
 * ``name`` is a method of the device. To give a command is an action of the model.
 */
const ACTIONS = [
  {
    name: "action_import_users",
    description: _t("Match People"),
    icon: "fa fa-users",
    isOf: () => true,
  },
  {
    name: "action_fetch_now",
    description: _t("Fetch Now"),
    icon: "fa fa-download",
    isOf: (device) => device.polled,
  },
  {
    name: "action_send_everything_again",
    description: _t("Send Everything Again"),
    icon: "fa fa-repeat",
    confirm: _t(
      "The terminal sends its whole memory once more. Punches that are known already are not counted twice. Go on?",
    ),
    isOf: (device) => !device.resend_all,
  },
  {
    name: "action_refill",
    description: _t("Resend People"),
    icon: "fa fa-upload",
    confirm: _t(
      "Everybody who belongs on this terminal is written to it again, as after a reset or a replacement. Go on?",
    ),
    isOf: () => true,
  },
];

export class DeviceFormController extends FormController {
  setup() {
    super.setup();
    this.administers = false;
    onWillStart(async () => {
      this.administers = await user.hasGroup(ADMINISTRATOR);
    });
  }

  getStaticActionMenuItems() {
    const items = ACTIONS.map(({isOf, ...action}, index) => [
      action.name,
      {
        isAvailable: () => this.isReady && isOf(this.model.root.data),
        sequence: index + 1,
        icon: action.icon,
        description: action.description,
        callback: () => this.press(action),
      },
    ]);
    return {...super.getStaticActionMenuItems(), ...Object.fromEntries(items)};
  }

  /** Only an approved device is commanded. */
  get isReady() {
    const {root} = this.model;
    const {state, active} = root.data;
    return this.administers && Boolean(root.resId) && active && state === "approved";
  }

  press({name, confirm}) {
    const {root} = this.model;
    const {context, evalContext, resModel, resId, resIds} = root;
    return this.env.onClickViewButton({
      clickParams: {type: "object", name, ...(confirm ? {confirm} : {})},
      getResParams: () => ({context, evalContext, resModel, resId, resIds}),
    });
  }
}

registry.category("views").add("biometric_device_form", {
  ...formView,
  Controller: DeviceFormController,
});
