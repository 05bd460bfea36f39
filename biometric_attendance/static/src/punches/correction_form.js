import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formView} from "@web/views/form/form_view";

// Long enough to be reached after the attendance is worked out.
const SHOWN_MILLISECONDS = 20000;

/** A correction; once it is new, a message leads to the attendance it makes. */
export class CorrectionFormController extends formView.Controller {
  setup() {
    super.setup();
    this.notification = useService("notification");
    this.action = useService("action");
  }

  async onWillSaveRecord(record) {
    this.isNew = record.isNew;
    return super.onWillSaveRecord(...arguments);
  }

  async onRecordSaved(record) {
    await super.onRecordSaved(...arguments);
    if (!this.isNew) {
      return;
    }
    const {notification, action} = this;
    const {orm} = this;
    const ids = [record.resId];
    // By then the attendance is worked out: that takes a second or two.
    const open = async () =>
      action.doAction(
        await orm.call("biometric.correction", "action_open_attendance", [ids]),
      );
    notification.add(_t("Noted. The attendance follows in a moment."), {
      type: "success",
      autocloseDelay: SHOWN_MILLISECONDS,
      buttons: [{name: _t("Attendance"), onClick: open}],
    });
  }
}

registry.category("views").add("biometric_correction_form", {
  ...formView,
  Controller: CorrectionFormController,
});
