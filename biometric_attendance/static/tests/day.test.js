import {expect, test} from "@odoo/hoot";
import {click, queryAll, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {
  defineModels,
  fields,
  getService,
  models,
  mountWithCleanup,
  onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

class HrEmployeePublic extends models.Model {
  _name = "hr.employee.public";
  name = fields.Char();
  _records = [{id: 7, name: "Ann"}];
}

defineMailModels();
defineModels([HrEmployeePublic]);

const PUNCH = {
  device: "Gate",
  direction: "in",
  direction_label: "In",
  outcome: "checked_in",
  outcome_label: "Checked in",
  reason: "Begins an attendance.",
};

/** A day in Paris from 04:00 to 04:00, that is 03:00 to 03:00 UTC. */
const dayOf = (day, changes) => ({
  employee: {id: 7, name: "Ann"},
  day,
  tz: "Europe/Paris",
  start: "2025-03-03 03:00:00",
  end: "2025-03-04 03:00:00",
  now: "2025-03-03 15:00:00",
  punches: [],
  corrections: [],
  sessions: [],
  ...changes,
});

async function openDay(changes) {
  mockDate("2025-03-03 15:00:00", 0);
  onRpc("has_group", () => true);
  onRpc("biometric.day", "read_day", ({args}) => {
    expect.step(args);
    return dayOf(args[1] || "2025-03-03", changes);
  });
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.day",
    name: "Day",
    params: {employee_id: 7, day: "2025-03-03"},
  });
  await animationFrame();
}

const left = (selector, index = 0) => parseFloat(queryAll(selector)[index].style.left);

test("punches stand where they are on the person's own clock", async () => {
  await openDay({
    punches: [
      {...PUNCH, id: 1, instant: "2025-03-03 09:00:00"},
      {...PUNCH, id: 2, instant: "2025-03-03 15:00:00", outcome: "missing_check_out"},
    ],
  });
  expect.verifySteps([[7, "2025-03-03"]]);
  expect(left(".o_biometric_mark", 0)).toBe(25);
  expect(left(".o_biometric_mark", 1)).toBe(50);
  expect(".o_biometric_mark:eq(0)").toHaveClass("text-bg-success");
  expect(".o_biometric_mark:eq(1)").toHaveClass("text-bg-warning");
  expect(".o_biometric_mark:eq(0)").toHaveAttribute(
    "data-tooltip",
    /^10:00:00.* · In · Gate · Checked in · Begins an attendance\.$/,
  );
  expect(queryAllTexts(".o_biometric_entries tbody td:first-child")).toHaveLength(2);
  expect(left(".o_biometric_now")).toBe(50);
});

test("attendances are bars: cut at the edges, open ones end now", async () => {
  const origin = "Kept by the devices";
  await openDay({
    sessions: [
      {
        id: 1,
        check_in: "2025-03-02 21:00:00",
        check_out: "2025-03-03 09:00:00",
        managed: true,
        origin,
      },
      {
        id: 2,
        check_in: "2025-03-03 12:00:00",
        check_out: false,
        managed: false,
        origin,
      },
    ],
  });
  expect.verifySteps([[7, "2025-03-03"]]);
  const [night, open] = queryAll(".o_biometric_bar");
  expect([parseFloat(night.style.left), parseFloat(night.style.width)]).toEqual([
    0, 25,
  ]);
  expect(night).toHaveClass(["o_managed", "o_begun_before"]);
  expect([parseFloat(open.style.left), parseFloat(open.style.width)]).toEqual([
    37.5, 12.5,
  ]);
  expect(open).toHaveClass(["o_by_hand", "o_open"]);
});

test("a punch somebody added says who", async () => {
  await openDay({
    corrections: [
      {...PUNCH, id: 3, instant: "2025-03-03 09:00:00", author: "Olga", note: "Forgot"},
    ],
  });
  expect.verifySteps([[7, "2025-03-03"]]);
  expect(".o_biometric_mark").toHaveClass("o_by_hand");
  expect(queryOne(".o_biometric_entries tbody tr").textContent).toMatch(
    /Added by\s*Olga.*Forgot/s,
  );
});

test("previous, next and today load the day", async () => {
  await openDay();
  await click(".o_biometric_day_previous");
  await animationFrame();
  await click(".o_biometric_day_next");
  await animationFrame();
  await click("button:contains(Today)");
  await animationFrame();
  expect.verifySteps([
    [7, "2025-03-03"],
    [7, "2025-03-02"],
    [7, "2025-03-03"],
    [7, false],
  ]);
  expect(".o_biometric_day").toHaveText(/No punches on this day/);
});
