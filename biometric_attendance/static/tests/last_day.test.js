import {expect, test} from "@odoo/hoot";
import {queryAll} from "@odoo/hoot-dom";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const HOURS = Array.from({length: 24}, (_, hour) => ({
  hour: `2025-03-03 ${String(hour).padStart(2, "0")}:00:00`,
  contacts: hour < 12 ? 0 : 60,
  failures: hour === 3 ? 30 : 0,
  punches: hour === 13 ? 7 : 0,
}));

class Terminal extends models.Model {
  last_day = fields.Json();
  _records = [
    {id: 1, last_day: HOURS},
    {id: 2, last_day: HOURS.map((each) => ({...each, contacts: 0, failures: 0}))},
  ];
}

defineMailModels();
defineModels([Terminal]);

const open = (resId) =>
  mountView({
    type: "form",
    resModel: "terminal",
    resId,
    arch: `<form><field name="last_day" widget="biometric_last_day"/></form>`,
  });

test("each hour is a bar, with its punches", async () => {
  await open(1);
  const hours = queryAll(".o_biometric_hour");
  expect(hours).toHaveLength(24);
  const heightOf = (hour, kind) =>
    hours[hour].querySelector(`.o_biometric_${kind}`).style.height;
  expect(heightOf(0, "contacts")).toBe("0px");
  expect(heightOf(12, "contacts")).toBe("50px");
  expect(heightOf(3, "failures")).toBe("25px");
  expect(".o_biometric_hour_punches").toHaveText("7");
});

test("a silent terminal is said to be silent", async () => {
  await open(2);
  expect(".o_biometric_hour").toHaveCount(0);
  expect(".o_field_widget[name=last_day]").toHaveText(/Not in touch/);
});
