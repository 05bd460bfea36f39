import {expect, test} from "@odoo/hoot";
import {click, queryAll, queryFirst} from "@odoo/hoot-dom";
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

class HrDepartment extends models.Model {
  _name = "hr.department";
  name = fields.Char();
}

class BiometricSite extends models.Model {
  _name = "biometric.site";
  name = fields.Char();
}

defineMailModels();
defineModels([HrDepartment, BiometricSite]);

const PUNCH = {
  id: 1,
  device: "Gate",
  direction: "in",
  direction_label: "In",
  instant: "2025-03-03 09:00:00",
  outcome: "checked_in",
  outcome_label: "Checked in",
  reason: "Begins an attendance.",
};
const SESSION = {
  id: 5,
  check_in: "2025-03-03 09:00:00",
  check_out: "2025-03-03 15:00:00",
  managed: true,
  origin: "Kept by the devices",
};
const NOBODY = {punches: [], corrections: [], sessions: [], expected: []};
const SCHEDULE = [
  ["2025-03-03 07:00:00", "2025-03-03 11:00:00"],
  ["2025-03-03 12:00:00", "2025-03-03 16:00:00"],
];

async function openTeam(people, changes = {}) {
  mockDate("2025-03-03 15:00:00", 0);
  onRpc("biometric.team.day", "read_team", ({kwargs}) => {
    expect.step([kwargs.day, kwargs.offset]);
    return {
      day: kwargs.day || "2025-03-03",
      tz: "Europe/Paris",
      start: "2025-03-03 03:00:00",
      end: "2025-03-04 03:00:00",
      now: "2025-03-03 21:00:00",
      total: people.length,
      limit: 60,
      people,
      ...changes,
      offset: kwargs.offset,
    };
  });
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.team_day",
  });
  await animationFrame();
}

const row = (id) => queryFirst(`.o_biometric_team_row[data-employee='${id}']`);

test("each person has a line on the axis of the day", async () => {
  await openTeam([
    {...NOBODY, id: 7, name: "Ann", department: "Sales", punches: [PUNCH]},
    {...NOBODY, id: 8, name: "Bob", department: "", sessions: [SESSION]},
  ]);
  expect.verifySteps([[false, 0]]);
  expect(row(7)).toHaveText(/Ann\s*Sales/);
  expect(queryAll(".o_biometric_mark", {root: row(7)})[0].style.left).toBe("25%");
  const [bar] = queryAll(".o_biometric_bar", {root: row(8)});
  expect([bar.style.left, bar.style.width]).toEqual(["25%", "25%"]);
  expect(row(7)).not.toHaveClass("o_wrong");
});

test("scheduled hours in which nobody came are gaps", async () => {
  await openTeam([
    {...NOBODY, id: 7, name: "Ann", department: "", expected: SCHEDULE},
    {
      ...NOBODY,
      id: 8,
      name: "Bob",
      department: "",
      sessions: [SESSION],
      expected: SCHEDULE,
    },
  ]);
  expect.verifySteps([[false, 0]]);
  expect(queryAll(".o_biometric_expected.o_gap", {root: row(7)})).toHaveLength(2);
  expect(row(7)).toHaveClass(["o_wrong", "o_absent"]);
  expect(queryAll(".o_biometric_expected", {root: row(8)})).toHaveLength(2);
  expect(queryAll(".o_gap", {root: row(8)})).toHaveLength(0);
});

test("an anomaly colours the line", async () => {
  const wrong = {...PUNCH, outcome: "missing_check_out"};
  await openTeam([{...NOBODY, id: 7, name: "Ann", department: "", punches: [wrong]}]);
  expect.verifySteps([[false, 0]]);
  expect(row(7)).toHaveClass("o_wrong");
});

test("days and pages are turned", async () => {
  const ann = {...NOBODY, id: 7, name: "Ann", department: ""};
  await openTeam([ann], {total: 130});
  expect(".o_biometric_team_page").toHaveText("1–60 / 130");
  await click(".o_biometric_team_more");
  await animationFrame();
  expect(".o_biometric_team_page").toHaveText("61–120 / 130");
  await click(".o_biometric_team_previous");
  await animationFrame();
  expect.verifySteps([
    [false, 0],
    ["2025-03-03", 60],
    ["2025-03-02", 60],
  ]);
});

test("nobody to show says why", async () => {
  await openTeam([]);
  expect.verifySteps([[false, 0]]);
  expect(".o_biometric_team").toHaveText(/No people here/);
});
