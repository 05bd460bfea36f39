"""The day view and the anomalies in a real browser, and the tests of their scripts."""

from odoo.tests import HttpCase, tagged

from ..common import DAY, IN, OUT, BiometricCase, row

HOOT = (
    "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
    "&filter=biometric_attendance"
)

# Debian's Odoo lacks this library of Discuss, and every page would complain about it.
NOT_SHIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"

LOOK = """
(async () => {
  const there = async (selector, count) => {
    for (let i = 0; i < 200; i++) {
      const found = document.querySelectorAll(selector);
      if (found.length === count) return [...found];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not ${count} of ${selector}`);
  };
  const marks = await there(".o_biometric_mark", 3);
  const outcomes = marks.map((mark) => mark.dataset.outcome).join();
  if (outcomes !== "checked_in,repeat,checked_out") throw new Error(outcomes);
  const [bar] = await there(".o_biometric_bar.o_managed", 1);
  if (!bar.textContent.includes("08:00")) throw new Error(bar.textContent);
  await there(".o_biometric_entries tbody tr", 3);
  document.querySelector(".o_biometric_day_next").click();
  await there(".o_biometric_mark", 0);
  document.querySelector(".o_biometric_day_previous").click();
  (await there(".o_biometric_mark", 3))[0].click();
  await there(".o_form_view .o_field_widget[name=outcome]", 1);
  console.log("test successful");
})();
"""


LOOK_AT_TEAM = """
(async () => {
  const there = async (selector, count) => {
    for (let i = 0; i < 200; i++) {
      const found = document.querySelectorAll(selector);
      if (found.length === count) return [...found];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not ${count} of ${selector}`);
  };
  const [ann, bob] = await there(".o_biometric_team_row[data-employee]", 2);
  await there(".o_biometric_team_row .o_biometric_bar.o_managed", 1);
  if (!ann.textContent.includes("08:00")) throw new Error(ann.textContent);
  if (ann.classList.contains("o_wrong")) throw new Error("Ann is right");
  if (!bob.classList.contains("o_wrong")) throw new Error("Bob has no check-out");
  const line = bob.querySelector(".o_biometric_team_line");
  const {left, width, top} = line.getBoundingClientRect();
  line.dispatchEvent(
    new MouseEvent("click", {bubbles: true, clientX: left + width / 2, clientY: top + 2})
  );
  const [person] = await there(".modal [name=employee_id] input", 1);
  if (person.value !== "Bob") throw new Error(person.value);
  console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestDayScreen(BiometricCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.asset"].create(
            {
                "name": "Not needed here",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": NOT_SHIPPED,
            }
        )

    def test_the_day_shows_real_punches_and_their_attendance(self):
        self.push(row("1", "08:00", IN), row("1", "08:01", IN), row("1", "17:00", OUT))
        self.pair()
        self.env.ref("base.user_admin").company_ids |= self.company
        self.browser_js(
            f"/odoo/biometric-day/{self.ann.id}?day={DAY}",
            LOOK,
            ready="odoo.isReady === true",
            login="admin",
            cookies={"cids": str(self.company.id)},
        )

    def test_the_team_day_shows_who_needs_a_correction_and_makes_it(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("00017", "08:30", IN))
        self.pair()
        self.env.ref("base.user_admin").company_ids |= self.company
        self.browser_js(
            f"/odoo/biometric-team?day={DAY}",
            LOOK_AT_TEAM,
            ready="odoo.isReady === true",
            login="admin",
            cookies={"cids": str(self.company.id)},
        )

    def test_the_scripts_of_the_screens(self):
        self.browser_js(
            HOOT,
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            # The runner tells its own failures one by one before it ends.
            error_checker=lambda message: "[HOOT]" not in message,
        )
