import {expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();

const NOW = 1741010400;

const line = (key, name, changes) => ({
  key,
  name,
  kind: "inside",
  since: NOW - 600,
  site: "Hall",
  place: "Gate",
  ...changes,
});

async function openInside(changes) {
  mockDate("2025-03-03 14:00:00", 0);
  const list = {
    name: "Hall",
    now: NOW,
    tz: "Europe/Paris",
    sites: [],
    hidden: 0,
    running: false,
    lines: [
      line("a", "Ann"),
      line("b", "Bob", {kind: "unknown", site: ""}),
      line("c", "Guest", {kind: "guest"}),
    ],
    ...changes,
  };
  onRpc("biometric.inside", "read_inside", ({args}) => {
    expect.step(["read", ...args]);
    return list;
  });
  onRpc("biometric.evacuation", "start_evacuation", ({args}) => {
    expect.step(["start", ...args]);
    return 4;
  });
  onRpc("biometric.evacuation", "read_evacuation", ({args}) => {
    expect.step(["evacuation", ...args[0]]);
    return {...list, id: args[0][0], started_at: NOW, ended_at: false, lines: []};
  });
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.inside",
    params: {site_id: 7},
  });
  await animationFrame();
}

test("it lists who is inside by site, and begins nothing", async () => {
  await openInside({hidden: 2});
  expect.verifySteps([["read", 7]]);
  expect(".o_biometric_inside_count").toHaveText(/3 inside/);
  expect(".o_biometric_inside_count").toHaveText(/Europe\/Paris/);
  expect(queryAllTexts("section h2")).toEqual(["Hall (2)", "Place not known (1)"]);
  expect("section:eq(1) li").toHaveText(/exit unknown/);
  expect(".o_biometric_inside").toHaveText(/2 more whom you do not manage/);
});

test("an evacuation is begun after a question", async () => {
  await openInside();
  await click(".o_biometric_inside_evacuate");
  await animationFrame();
  expect.verifySteps([["read", 7]]);
  await click(".modal-footer .btn-primary");
  await animationFrame();
  expect.verifySteps([
    ["start", 7],
    ["evacuation", 4],
  ]);
});

test("one that goes on is opened without a question", async () => {
  await openInside({running: 9});
  await click(".o_biometric_inside_evacuate");
  await animationFrame();
  expect.verifySteps([
    ["read", 7],
    ["evacuation", 9],
  ]);
});
