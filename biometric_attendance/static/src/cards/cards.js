import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";

/** Cards one below the other: the groups of a list would be columns beyond a phone's edge. */
registry.category("views").add("biometric_cards", {
  ...kanbanView,
  searchMenuTypes: ["filter", "favorite"],
});
