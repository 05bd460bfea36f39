import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

// How often a source that was never read is looked at, while its form is open.
const LOOK_MILLISECONDS = 3000;

/** The form of a source: its terminals show by themselves once it is read. */
export class SourceFormController extends formView.Controller {
  setup() {
    super.setup();
    let timer;
    onMounted(() => {
      timer = browser.setInterval(() => this.look(), LOOK_MILLISECONDS);
    });
    onWillUnmount(() => browser.clearInterval(timer));
  }

  async look() {
    const {root} = this.model;
    const isWaiting = root.resId && !root.data.last_read && !document.hidden;
    if (isWaiting && !(await root.isDirty())) {
      await root.load();
    }
  }
}

registry.category("views").add("biometric_source_form", {
  ...formView,
  Controller: SourceFormController,
});
