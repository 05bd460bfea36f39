import {Component, onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const REFRESH_MILLISECONDS = 2000;

// What changes how the file is read, see DECISIONS of models/files/mapping.py.
const DECISIONS = [
  "device_id",
  "encoding",
  "delimiter",
  "header_row",
  "date_order",
  "pin_width",
  "state_codes",
  "with_breaks",
  "out_next_day",
  "pin_column_id",
  "time_column_id",
  "day_column_id",
  "clock_column_id",
  "clock_in_column_id",
  "clock_out_column_id",
  "state_column_id",
  "verify_column_id",
  "workcode_column_id",
  "device_column_id",
  "event_column_id",
];

/**
 * Keeps the form of an imported file up to date: what a person decides is saved at once, so
 * that the server shows the rows as they are now; and the progress of its work is read anew.
 */
export class FileImportRefresh extends Component {
  static template = "biometric_attendance.FileImportRefresh";
  static props = {...standardWidgetProps};

  setup() {
    let decided = null;
    useRecordObserver(async (record) => {
      const now = JSON.stringify(DECISIONS.map((name) => this.valueOf(record, name)));
      const changed = decided !== null && now !== decided;
      decided = now;
      if (changed && record.resId && record.dirty && record.data.state === "draft") {
        await record.save();
      }
    });
    onMounted(() => {
      this.timer = browser.setInterval(() => this.refresh(), REFRESH_MILLISECONDS);
    });
    onWillUnmount(() => browser.clearInterval(this.timer));
  }

  valueOf(record, name) {
    const value = record.data[name];
    return value && typeof value === "object" ? value.id : value;
  }

  get isBusy() {
    return ["queued", "running"].includes(this.props.record.data.state);
  }

  async refresh() {
    const {record} = this.props;
    if (!this.isBusy || record.dirty || this.isReading) {
      return;
    }
    this.isReading = true;
    try {
      await record.load();
    } finally {
      this.isReading = false;
    }
  }
}

registry.category("view_widgets").add("biometric_file_import", {
  component: FileImportRefresh,
  fieldDependencies: [{name: "state", type: "selection"}],
});
