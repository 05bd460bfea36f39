import {expect, test} from "@odoo/hoot";
import {click, edit, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();

const BRAND = {
  key: "toy",
  label: "Toys that call",
  picture: "face",
  summary: "The toy calls.",
  look_for: "Its menu has Toys.",
  polled: false,
  makers: [
    {name: "Acme", models: ["X1"], certain: true},
    {name: "Bell", models: [], certain: false},
  ],
};
const ADDRESS = {
  url: "http://10.0.0.1:8069",
  source: "base",
  owner: "",
  problem: false,
};
const GUIDE = {
  ...BRAND,
  menu: "Comm.",
  security: "",
  directions: "",
  checklist: ["Is it switched on?"],
  addresses: [ADDRESS],
  url: ADDRESS.url,
  full_url: ADDRESS.url,
  qr: "",
  settings: [{label: "Server Address", value: "10.0.0.1", optional: false}],
  missing: false,
  key_label: "",
  needs_serial: false,
  needs_key: false,
  key_characters: 0,
  fields: [],
};
const CALL = {
  id: 3,
  serial: "SPK1",
  name: "SPK1",
  brand: "toy",
  brand_label: "Toys that call",
  is_other: false,
  address: "10.0.0.9",
  seconds: 3,
  chosen_by: false,
};
const MISS = {
  code: "tls",
  sentence: "Spoke HTTPS.",
  advice: "Switch it off.",
  seconds: 2,
};

async function openPage(waiting = () => ({calls: [], misses: [], device: false})) {
  onRpc("biometric.connect", "read_choices", () => ({
    brands: [BRAND],
    not_yet: [{name: "Elsewhere", models: [], instead: "Not yet.", program: false}],
  }));
  onRpc("biometric.connect", "read_guide", () => GUIDE);
  onRpc("biometric.connect", "read_waiting", ({args}) => ({
    since: "2025-03-03 08:00:00",
    ...waiting(args),
  }));
  await mountWithCleanup(WebClient);
  await getService("action").doAction({
    type: "ir.actions.client",
    tag: "biometric_attendance.connect",
    name: "Connect a Terminal",
  });
  await animationFrame();
}

async function search(text) {
  await click(".o_biometric_connect_search");
  await edit(text);
  await animationFrame();
}

test("makers and models find their card, and what is not there says so", async () => {
  await openPage();
  expect(".o_biometric_connect_card").toHaveCount(1);
  await search("x1");
  expect(queryAllTexts(".o_biometric_connect_card .badge")).toEqual(["Acme"]);
  await search("elsewhere");
  expect(".o_biometric_connect_card").toHaveCount(0);
  expect(queryAllTexts(".o_biometric_connect_not_yet span:last-child")).toEqual([
    "Not yet.",
  ]);
  await search("nobody knows this");
  expect(".alert-info").toHaveCount(1);
});

test("who calls and who nearly does is shown as it happens", async () => {
  let calls = [];
  let misses = [];
  await openPage(() => ({calls, misses, device: false}));
  await click(".o_biometric_connect_card");
  await animationFrame();
  expect(".o_biometric_connect_value").toHaveText("10.0.0.1");
  expect(".o_biometric_connect_call").toHaveCount(0);
  calls = [CALL];
  misses = [MISS];
  await advanceTime(2100);
  await animationFrame();
  expect(".o_biometric_connect_call").toHaveText(/SPK1.*from 10\.0\.0\.9, 3 s ago/s);
  expect(".o_biometric_connect_miss").toHaveText(/Spoke HTTPS\..*Switch it off\./s);
});

test("after two minutes a checklist opens by itself", async () => {
  await openPage();
  await click(".o_biometric_connect_card");
  await animationFrame();
  expect(".o_biometric_connect_checklist").toHaveCount(0);
  await advanceTime(121_000);
  await animationFrame();
  expect(".o_biometric_connect_checklist li").toHaveText("Is it switched on?");
});

test("a terminal a colleague chose is marked", async () => {
  await openPage(() => ({
    calls: [{...CALL, chosen_by: "Ann"}],
    misses: [],
    device: false,
  }));
  await click(".o_biometric_connect_card");
  await animationFrame();
  expect(".o_biometric_connect_call").toHaveText(/Ann connects this one\./);
});
