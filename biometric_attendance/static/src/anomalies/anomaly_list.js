import {onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";

// How long the pairing in the background usually takes.
const PAIRING_MILLISECONDS = 2000;

/** Records that are loaded anew once the pairing had time to follow a correction. */
const withRefresh = (Model) =>
  class extends Model {
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
      const busy = this.root.selection?.length || this.root.editedRecord;
      if (!busy && !this.isUnmounted) {
        // As Odoo does it: else groups that are empty by now stay.
        delete this.config.currentGroups;
        await super.load();
      }
    }
  };

/** A view that does not load anew once it is left. */
const endingWithView = (Controller) =>
  class extends Controller {
    setup() {
      super.setup();
      onWillUnmount(() => {
        this.model.isUnmounted = true;
        browser.clearTimeout(this.model.refreshTimer);
      });
    }
  };

export const AnomalyModel = withRefresh(listView.Model);
export const AnomalyListController = endingWithView(listView.Controller);

registry.category("views").add("biometric_anomaly_list", {
  ...listView,
  Model: AnomalyModel,
  Controller: AnomalyListController,
});

registry.category("views").add("biometric_anomaly_cards", {
  ...kanbanView,
  Model: withRefresh(kanbanView.Model),
  Controller: endingWithView(kanbanView.Controller),
  searchMenuTypes: ["filter", "favorite"],
});
