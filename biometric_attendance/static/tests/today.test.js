import {expect, test} from "@odoo/hoot";
import {click, edit, press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
  defineModels,
  fields,
  getService,
  mockService,
  models,
  mountWithCleanup,
  onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {barsOf, countPeople, initialsOf, listPeople} from "../src/today/people";

class HrEmployeePublic extends models.Model {
  _name = "hr.employee.public";
  name = fields.Char();
}

defineMailModels();
defineModels([HrEmployeePublic]);

const CHANNEL = "biometric_attendance.today";
const NOW = 1741010400; // 2025-03-03 14:00 UTC, 15:00 in Paris
const HOUR = 3600;

const person = (id, name, status, changes) => ({
  id,
  name,
  status,
  photo: "",
  department: "",
  since: NOW - HOUR,
  expected: NOW - 7 * HOUR,
  late: null,
  exit_unknown: false,
  place: "Gate",
  sessions: [],
  ...changes,
});

const PEOPLE = [
  person(1, "Ann", "in", {sessions: [[NOW - HOUR, false]], late: 12}),
  person(2, "Bob", "missing"),
  person(3, "Cy", "left", {late: 75}),
  person(4, "Di", "leave"),
];

const PUNCH = {
  id: 9,
  instant: NOW - 12,
  name: "Ann",
  photo: "",
  pin: "1",
  direction: "in",
  outcome: "checked_in",
  outcome_label: "Checked in",
  device: "Gate",
  device_id: 5,
};

const dataOf = (changes) => ({
  now: NOW,
  tz: "Europe/Paris",
  start: NOW - 11 * HOUR,
  end: NOW + 13 * HOUR,
  day: "2025-03-03",
  company: "Bell Works",
  longest: 16,
  sites: [{id: 7, name: "Hall"}],
  departments: [],
  people: PEOPLE,
  punches: [PUNCH],
  names: false,
  denied: 2,
  visitors: [],
  terminals: [
    {id: 5, name: "Gate", state: "green", text: "", silent: 10},
    {id: 6, name: "Yard", state: "silent", text: "silent", silent: 7200},
  ],
  todo: {count: 0, rows: [], domain: []},
  rights: {connect: true, match: true},
  steps: false,
  sample: "",
  ...changes,
});

async function openToday(changes) {
  mockDate("2025-03-03 14:00:00", 0);
  onRpc("biometric.today", "read_today", ({args}) => {
    expect.step(["all", ...args]);
    return dataOf(changes);
  });
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.today",
    name: "Today",
  });
  await animationFrame();
}

/** Replace the bus; return a function by which a message is received. */
function mockBus(workerState) {
  const listeners = [];
  mockService("bus_service", {
    workerState,
    addChannel: (channel) => expect(channel).toBe(CHANNEL),
    deleteChannel: () => {},
    subscribe: (type, listener) => type === CHANNEL && listeners.push(listener),
    unsubscribe: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    start: () => {},
  });
  return (message) => listeners.forEach((listener) => listener(message));
}

const tile = (key) => `.o_tile_${key} .o_biometric_today_count`;

test("tiles count people, and times are of the company's clock", async () => {
  await openToday();
  expect.verifySteps([["all", false, false]]);
  expect(tile("in")).toHaveText("1");
  expect(".o_tile_in").toHaveText(/of 4/);
  expect(tile("notInYet")).toHaveText("1");
  expect(".o_tile_notInYet").toHaveText(/1 missing/);
  expect(tile("late")).toHaveText("2");
  expect(tile("leave")).toHaveText("1");
  expect(tile("denied")).toHaveText("2");
  expect(".o_biometric_today_clock").toHaveText(/15:00|3:00/);
  expect(".o_biometric_today_person:eq(0)").toHaveText(/since (14:00|2:00).* at Gate/);
  expect(".o_biometric_today_person:eq(0) .badge").toHaveText("12 min late");
});

test("terminals in trouble are shown, the others folded", async () => {
  await openToday();
  expect(queryAllTexts(".o_biometric_today_terminals button")).toEqual([
    "Yard silent 2 h",
    "1 fine",
  ]);
  await click(".o_biometric_today_fine");
  await animationFrame();
  expect(".o_biometric_today_terminals [data-state=green]").toHaveCount(1);
  expect.verifySteps([["all", false, false]]);
});

test("many terminals in trouble leave room for the people", async () => {
  const broken = (id) => ({id, name: `T${id}`, state: "silent", text: "", silent: 60});
  const terminals = Array.from({length: 20}, (_, place) => broken(place + 1));
  await openToday({terminals});
  expect(".o_biometric_today_terminals [data-state=silent]").toHaveCount(8);
  expect(".o_biometric_today_fine").toHaveText("12 more in trouble, 0 fine");
  await click(".o_biometric_today_fine");
  await animationFrame();
  expect(".o_biometric_today_terminals [data-state=silent]").toHaveCount(20);
  expect.verifySteps([["all", false, false]]);
});

test("tabs, their keys, and the search", async () => {
  await openToday();
  await click("[data-tab=not_in]");
  await animationFrame();
  expect(queryAllTexts(".o_biometric_today_person .fw-bold")).toEqual(["Bob", "Di"]);
  queryOne("[data-tab=not_in]").focus();
  await press("ArrowRight");
  await animationFrame();
  expect("[data-tab=left]").toHaveAttribute("aria-selected", "true");
  expect("[data-tab=left]").toBeFocused();
  await click(".o_biometric_today_search");
  await edit("nobody of that name");
  await animationFrame();
  expect(".o_biometric_today_person").toHaveCount(0);
  expect(".o_biometric_today_people").toHaveText(/Nobody is in this list/);
  expect.verifySteps([["all", false, false]]);
});

test("a message re-reads the people it names, and no more often than once a second", async () => {
  onRpc("biometric.today", "read_changes", ({args}) => {
    expect.step(["some", ...args]);
    return {
      now: NOW + 1,
      people: args[0].includes(2) ? [person(2, "Bob", "in")] : [],
      punches: [{...PUNCH, id: 10, name: "Bob"}, PUNCH],
      denied: 3,
      visitors: [],
      terminals: [],
      todo: {count: 0, rows: [], domain: []},
    };
  });
  const receive = mockBus("CONNECTED");
  await openToday();
  const send = (employees) =>
    receive({company: 1, employees, everybody: false, devices: [5], day: "2025-03-03"});
  expect.verifySteps([["all", false, false]]);
  send([2]);
  await advanceTime(200);
  await animationFrame();
  expect(tile("in")).toHaveText("2");
  expect(tile("notInYet")).toHaveText("0");
  expect(tile("denied")).toHaveText("3");
  expect(".o_biometric_today_punches li:eq(0)").toHaveText(/Bob/);
  // What comes within the same second is read together.
  send([1]);
  send([3]);
  await advanceTime(300);
  expect.verifySteps([["some", [2], false, false]]);
  await advanceTime(1500);
  await animationFrame();
  expect.verifySteps([["some", [1, 3], false, false]]);
  expect(tile("in")).toHaveText("1");
});

test("without a websocket everything is read each half minute", async () => {
  mockBus("DISCONNECTED");
  await openToday();
  expect.verifySteps([["all", false, false]]);
  await advanceTime(29_000);
  expect.verifySteps([]);
  await advanceTime(1_500);
  expect.verifySteps([["all", false, false]]);
});

test("with a websocket everything is read once a minute at most", async () => {
  mockBus("CONNECTED");
  await openToday();
  expect.verifySteps([["all", false, false]]);
  await advanceTime(59_000);
  expect.verifySteps([]);
  await advanceTime(31_500);
  expect.verifySteps([["all", false, false]]);
});

test("a site is chosen", async () => {
  await openToday();
  await click(".o_biometric_today_site");
  const select = queryOne(".o_biometric_today_site");
  select.value = "7";
  select.dispatchEvent(new Event("change"));
  await animationFrame();
  expect.verifySteps([
    ["all", false, false],
    ["all", 7, false],
  ]);
});

test("the first things to do have a button each, and the list has them all", async () => {
  const todo = {
    count: 9,
    rows: [{id: 33, text: "Gate: PIN 77 is not matched", verb: "Match"}],
    domain: [["company_id", "in", [1, false]]],
  };
  onRpc("biometric.todo", "action_do", ({args}) => {
    expect.step(["do", ...args[0]]);
    return {type: "ir.actions.act_window_close"};
  });
  await openToday({todo});
  expect(tile("todo")).toHaveText("9");
  expect(".o_biometric_today_todo_more").toHaveText("See 8 more");
  expect(".o_biometric_today_todo li").toHaveText(/PIN 77 is not matched/);
  await click(".o_biometric_today_todo li button");
  await animationFrame();
  // After what is done there, the screen is read again.
  expect.verifySteps([
    ["all", false, false],
    ["do", 33],
    ["all", false, false],
  ]);
});

test("an unknown PIN is matched, by who may", async () => {
  const unknown = {...PUNCH, name: "", outcome: "unmapped", pin: "77"};
  await openToday({punches: [unknown]});
  expect(".o_biometric_today_punches").toHaveText(/PIN 77, not matched/);
  expect(".o_biometric_today_punches .btn-primary").toHaveText("Match");
  expect.verifySteps([["all", false, false]]);
});

test("an empty company sees three steps", async () => {
  await openToday({
    people: [],
    punches: [],
    terminals: [],
    steps: {device: true, people: false, punch: false},
  });
  expect(".o_biometric_today_steps li").toHaveCount(3);
  expect(".o_biometric_today_steps [data-done=yes]").toHaveCount(1);
  expect.verifySteps([["all", false, false]]);
});

test("sample data is offered to administrators", async () => {
  onRpc("biometric.sample", "action_load", () => {
    expect.step("action_load");
    return true;
  });
  const steps = {device: false, people: false, punch: false};
  await openToday({steps, sample: "offered"});
  await click(".o_biometric_today_load_sample");
  await animationFrame();
  expect.verifySteps([["all", false, false], "action_load", ["all", false, false]]);
});

test("sample data that is there is named, and removed after a question", async () => {
  onRpc("biometric.sample", "action_remove", () => {
    expect.step("action_remove");
    return true;
  });
  await openToday({sample: "loaded"});
  await click(".o_biometric_today_remove_sample");
  await animationFrame();
  expect.verifySteps([["all", false, false]]);
  await click(".modal .btn-primary");
  await animationFrame();
  expect.verifySteps(["action_remove", ["all", false, false]]);
});

test("who is no administrator is offered no sample data", async () => {
  const steps = {device: false, people: false, punch: false};
  const rights = {connect: false, match: false};
  await openToday({steps, rights, sample: "offered"});
  expect(".o_biometric_today_load_sample").toHaveCount(0);
  expect.verifySteps([["all", false, false]]);
});

test("bars, initials, counts and order", () => {
  const day = {start: 0, end: 100, now: 50};
  const bars = barsOf(
    {
      sessions: [
        [-10, 20],
        [40, false],
      ],
    },
    day,
  );
  expect(bars).toEqual([
    {left: 0, width: 20},
    {left: 40, width: 10},
  ]);
  expect(initialsOf("Ann Marie Short")).toBe("AS");
  expect(initialsOf("Ann")).toBe("A");
  expect(initialsOf(" ")).toBe("");
  expect(countPeople(PEOPLE).notInYet).toBe(1);
  const late = [person(5, "Zed", "late"), person(6, "Abe", "due"), ...PEOPLE];
  expect(listPeople(late, "not_in").map(({name}) => name)).toEqual([
    "Bob",
    "Zed",
    "Abe",
    "Di",
  ]);
  expect(listPeople(late, "not_in", " zE").map(({name}) => name)).toEqual(["Zed"]);
});
