import {onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {listView} from "@web/views/list/list_view";

// The pairing runs in the background; this is how long it usually takes, in ms.
const PAIRED_AFTER = 2000;

/** A list that looks again once the pairing had time to follow a correction. */
export class AnomalyModel extends listView.Model {
  async load(params) {
    browser.clearTimeout(this.again);
    await super.load(params);
    // Without parameters: somebody did something, as opposed to searched or turned pages.
    if (!params) {
      this.again = browser.setTimeout(() => this.lookAgain(), PAIRED_AFTER);
    }
  }

  async lookAgain() {
    const busy = this.root.selection.length || this.root.editedRecord;
    if (!busy && !this.gone) {
      await super.load();
    }
  }
}

export class AnomalyListController extends listView.Controller {
  setup() {
    super.setup();
    onWillUnmount(() => {
      this.model.gone = true;
      browser.clearTimeout(this.model.again);
    });
  }
}

registry.category("views").add("biometric_anomaly_list", {
  ...listView,
  Model: AnomalyModel,
  Controller: AnomalyListController,
});
