import {expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();

const NOW = 1741010400;

const line = (id, name, changes) => ({
  id,
  name,
  kind: "inside",
  since: NOW - 600,
  site: "Hall",
  place: "Gate",
  safe_at: false,
  safe_by: "",
  ...changes,
});

async function openEvacuation(changes, params = {begin: true, site_id: 7}) {
  mockDate("2025-03-03 14:00:00", 0);
  const lines = [
    line(1, "Ann"),
    line(2, "Bob", {kind: "unknown", site: ""}),
    line(3, "Guest", {kind: "guest"}),
  ];
  const list = () => ({
    id: 4,
    name: "Hall",
    started_at: NOW - 60,
    ended_at: false,
    now: NOW,
    tz: "Europe/Paris",
    lines: lines.map((each) => ({...each})),
    ...changes,
  });
  onRpc("biometric.evacuation", "start_evacuation", ({args}) => {
    expect.step(["start", ...args]);
    return 4;
  });
  onRpc("biometric.evacuation", "read_evacuation", list);
  onRpc("biometric.evacuation", "set_safe", ({args}) => {
    expect.step(["safe", ...args]);
    const found = lines.find((each) => each.id === args[1]);
    Object.assign(found, {safe_at: args[2] && NOW, safe_by: "Olga"});
    return list();
  });
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.evacuation",
    name: "Evacuation",
    params,
  });
  await animationFrame();
}

test("it begins at once, and lists people by site", async () => {
  await openEvacuation();
  expect.verifySteps([["start", 7]]);
  expect(".o_biometric_evacuation_missing").toHaveText("3 of 3 not safe yet");
  expect(queryAllTexts("section h2")).toEqual(["Hall (2)", "Place not known (1)"]);
  expect("section:eq(1) li").toHaveText(/exit unknown/);
});

test("who is ticked is safe, and goes to the end", async () => {
  await openEvacuation();
  await click("button[aria-label='Safe: Ann']");
  await animationFrame();
  expect.verifySteps([
    ["start", 7],
    ["safe", [4], 1, true],
  ]);
  expect(".o_biometric_evacuation_missing").toHaveText("2 of 3 not safe yet");
  expect(queryAllTexts("section:eq(0) li .fw-bold")).toEqual(["Guest", "Ann"]);
  expect("button[aria-label='Safe: Ann']").toHaveAttribute("aria-pressed", "true");
  await click("#o_biometric_hide_safe");
  await animationFrame();
  expect(queryAllTexts("section:eq(0) li .fw-bold")).toEqual(["Guest"]);
});

test("one that was ended is not ticked any more", async () => {
  await openEvacuation({ended_at: NOW});
  expect.verifySteps([["start", 7]]);
  expect("button[aria-label='Safe: Ann']").not.toBeEnabled();
});

test("an address that is opened begins none", async () => {
  await openEvacuation({}, {});
  expect.verifySteps([]);
  expect(".o_biometric_evacuation").toHaveText(/begin one on Who Is Inside/);
});

test("one that goes on is opened", async () => {
  await openEvacuation({}, {evacuation_id: 4});
  expect.verifySteps([]);
  expect(".o_biometric_evacuation_missing").toHaveText("3 of 3 not safe yet");
});
