import {onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {listView} from "@web/views/list/list_view";

// How long the pairing in the background usually takes.
const PAIRING_MILLISECONDS = 2000;

/** A list that reloads once the pairing had time to follow a correction. */
export class AnomalyModel extends listView.Model {
  async load(params) {
    browser.clearTimeout(this.refreshTimer);
    await super.load(params);
    // Without parameters: a button was used, as opposed to search or paging.
    if (!params) {
      this.refreshTimer = browser.setTimeout(
        () => this.refresh(),
        PAIRING_MILLISECONDS,
      );
    }
  }

  async refresh() {
    const busy = this.root.selection.length || this.root.editedRecord;
    if (!busy && !this.isUnmounted) {
      await super.load();
    }
  }
}

export class AnomalyListController extends listView.Controller {
  setup() {
    super.setup();
    onWillUnmount(() => {
      this.model.isUnmounted = true;
      browser.clearTimeout(this.model.refreshTimer);
    });
  }
}

registry.category("views").add("biometric_anomaly_list", {
  ...listView,
  Model: AnomalyModel,
  Controller: AnomalyListController,
});
