import {expect, test} from "@odoo/hoot";
import {click} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
  defineModels,
  fields,
  models,
  mountView,
  onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class BiometricPunch extends models.Model {
  _name = "biometric.punch";
  pin = fields.Char();
  _records = [
    {id: 1, pin: "1"},
    {id: 2, pin: "2"},
  ];
}

defineMailModels();
defineModels([BiometricPunch]);

async function openList() {
  onRpc("web_search_read", () => expect.step("read"));
  onRpc("biometric.punch", "action_discard", () => true);
  await mountView({
    type: "list",
    resModel: "biometric.punch",
    arch: `<list js_class="biometric_anomaly_list">
      <field name="pin"/>
      <button name="action_discard" type="object" string="Discard"/>
    </list>`,
  });
}

test("the list looks again after a correction, when the pairing had its time", async () => {
  await openList();
  await advanceTime(5000);
  expect.verifySteps(["read"]);
  await click(".o_data_row:eq(0) button[name=action_discard]");
  await animationFrame();
  expect.verifySteps(["read"]);
  await advanceTime(5000);
  expect.verifySteps(["read"]);
});

test("the list leaves a selection alone", async () => {
  await openList();
  await click(".o_data_row:eq(0) button[name=action_discard]");
  await animationFrame();
  await click(".o_data_row:eq(1) .o_list_record_selector input");
  await advanceTime(5000);
  expect.verifySteps(["read", "read"]);
});

test("cards look again after a correction, too", async () => {
  onRpc("web_search_read", () => expect.step("read"));
  onRpc("biometric.punch", "action_discard", () => true);
  await mountView({
    type: "kanban",
    resModel: "biometric.punch",
    arch: `<kanban js_class="biometric_anomaly_cards">
      <templates>
        <t t-name="card">
          <field name="pin"/>
          <button name="action_discard" type="object">Discard</button>
        </t>
      </templates>
    </kanban>`,
  });
  expect.verifySteps(["read"]);
  await click("button[name=action_discard]");
  await animationFrame();
  expect.verifySteps(["read"]);
  await advanceTime(2000);
  expect.verifySteps(["read"]);
});
