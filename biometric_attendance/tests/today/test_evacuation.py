"""An evacuation lists everybody who may be inside; ticks and muster points make them safe."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.today.announcing import CHANNEL, EVACUATION
from ..common import IN, OUT, row
from ..today_common import TodayCase


@tagged("post_install", "-at_install")
class TestEvacuation(TodayCase):
    def start(self, clock="10:00", role="user", **how):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.at(clock):
            id_ = self.as_user(role, "biometric.evacuation").start_evacuation(**how)
        return self.env["biometric.evacuation"].browse(id_)

    def as_role(self, evacuation, role="user"):
        return self.as_user(role, "biometric.evacuation").browse(evacuation.id)

    def kinds(self, evacuation):
        return {line.name: line.kind for line in evacuation.line_ids}

    def come(self, pin, clock="08:00", status=IN, **how):
        self.push(row(pin, clock, status), **how)
        self.pair(at="2025-03-03 08:30:00")

    def make_guest(self, pin="50"):
        guest = self.env["res.partner"].create({"name": "Guest"})
        self.env["biometric.device.user"].create(
            {"device_id": self.device.id, "pin": pin, "partner_id": guest.id}
        )
        return guest

    def test_who_is_inside_is_listed_and_who_left_is_not(self):
        self.make_guest()
        self.come("1")
        self.come("00017")
        self.come("00017", "09:00", OUT)
        self.come("50", "09:10")
        found = self.start()
        self.assertEqual(self.kinds(found), {"Ann": "inside", "Guest": "guest"})
        self.assertEqual(found.line_ids.site_id, self.site)
        self.assertEqual(found.line_ids.device_id, self.device)
        self.assertEqual(found.started_by_id, self.people["user"])
        self.assertEqual((found.person_count, found.missing_count), (2, 2))

    def test_who_has_no_exit_is_inside_until_the_longest_session(self):
        self.enter(self.ann, "00:30")
        self.assertEqual(self.kinds(self.start("16:00")), {"Ann": "inside"})
        with self.at("16:00"):
            self.env["biometric.evacuation"].search([]).sudo().action_end()
        self.assertEqual(self.kinds(self.start("17:00")), {"Ann": "unknown"})

    def test_who_stays_from_a_former_shift_is_not_forgotten(self):
        self.enter(self.ann, "00:30")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.ann.resource_id.id,
                "date_from": "2025-03-03 16:00:00",
                "date_to": "2025-03-03 20:00:00",
            }
        )
        self.assertEqual(self.statuses("17:00")["Ann"], "leave")
        self.assertEqual(self.kinds(self.start("17:00")), {"Ann": "unknown"})

    def test_who_was_archived_or_is_of_another_company_is_inside_still(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.come("1")
        eve = self.make_employee("Eve", {self.device: "9"}, company_id=abroad.id)
        self.push(row("9", "08:10", IN))
        self.pair(at="2025-03-03 08:30:00")
        self.assertTrue(self.attendance(eve))
        self.ann.active = False
        self.assertEqual(self.kinds(self.start()), {"Ann": "inside", "Eve": "inside"})

    def test_the_last_punch_of_who_has_first_and_last_is_no_sure_exit(self):
        policy = self.env["biometric.policy"].create(
            {"name": "Days", "company_id": self.company.id, "mode": "first_last"}
        )
        self.ann.biometric_policy_id = policy
        self.push(row("1", "08:00"), row("1", "10:00"))
        self.push(row("00017", "08:00", IN), row("00017", "10:00", OUT))
        self.pair(at="2025-03-03 10:00:00")
        self.assertEqual(self.statuses("10:30")["Ann"], "left")
        self.assertEqual(self.kinds(self.start("10:30")), {"Ann": "unknown"})

    def test_a_punch_that_waits_still_may_be_of_somebody_inside(self):
        self.push(row("1", "10:59", IN))
        self.assertEqual(self.kinds(self.start("10:00")), {"Ann": "unknown"})

    def test_a_site_lists_its_own_people_and_who_is_nowhere_known(self):
        other = self.env["biometric.site"].create(
            {"name": "Yard", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        yard = self.make_device("YARD001", site_id=other.id)
        self.map_user(yard, "2", self.bob)
        carl = self.make_employee("Carl")
        self.come("1")
        self.come("2", device=yard)
        self.enter(carl, "07:00")
        self.assertEqual(set(self.kinds(self.start(site_id=other.id))), {"Bob", "Carl"})
        self.assertEqual(set(self.kinds(self.start())), {"Ann", "Bob", "Carl"})

    def test_one_goes_on_for_a_place(self):
        self.come("1")
        found = self.start()
        self.assertEqual(self.start("10:05", "officer"), found)
        self.assertNotEqual(self.start("10:05", site_id=self.site.id), found)
        with self.at("11:00"):
            self.as_role(found).action_end()
        self.assertEqual(found.ended_by_id, self.people["user"])
        self.assertNotEqual(self.start("12:00"), found)

    def test_a_tick_says_who_and_when_and_can_be_taken_back(self):
        self.come("1")
        found = self.start()
        line = found.line_ids
        with self.at("10:02"):
            data = self.as_role(found, "officer").set_safe(line.id, True)
        self.assertEqual(str(line.safe_at), "2025-03-03 10:02:00")
        self.assertEqual(line.safe_by_id, self.people["officer"])
        self.assertEqual(found.missing_count, 0)
        [shown] = data["lines"]
        self.assertEqual(shown["safe_by"], self.people["officer"].name)
        with self.at("10:03"):
            self.as_role(found).set_safe(line.id, False)
        self.assertFalse(line.safe_at or line.safe_by_id)

    def test_a_tick_is_told_to_the_phones_of_others(self):
        self.come("1")
        found, sent = self.start(), []
        bus = type(self.env["bus.bus"])
        self.patch(bus, "_sendone", lambda _bus, *message: sent.append(message))
        with self.at("10:02"):
            self.as_role(found).set_safe(found.line_ids.id, True)
        [(target, kind, message)] = sent
        self.assertEqual(target, (self.company, CHANNEL))
        self.assertEqual((kind, message), (EVACUATION, {"evacuation": found.id}))

    def test_a_muster_point_ticks_by_itself_after_the_start(self):
        guest = self.make_guest()
        meadow = self.make_device("MEADOW1", muster_point=True)
        self.map_user(meadow, "1", self.ann)
        self.map_user(meadow, "00017", self.bob)
        self.env["biometric.device.user"].create(
            {"device_id": meadow.id, "pin": "50", "partner_id": guest.id}
        )
        for pin in ("1", "00017", "50"):
            self.come(pin)
        self.push(row("1", "10:59"), device=meadow)
        found = self.start("10:00")
        self.push(row("1", "11:05"), row("50", "11:06"), device=meadow)
        self.push(row("00017", "11:05"))  # not a muster point
        with self.at("10:10"):
            self.as_role(found).read_evacuation()
        safe = {
            line.name: line.safe_device_id for line in found.line_ids if line.safe_at
        }
        self.assertEqual(safe, {"Ann": meadow, "Guest": meadow})
        ann = found.line_ids.filtered(lambda line: line.name == "Ann")
        self.assertEqual(str(ann.safe_at), "2025-03-03 10:05:00")

    def test_a_list_that_was_ended_stays_as_it_is(self):
        meadow = self.make_device("MEADOW1", muster_point=True)
        self.map_user(meadow, "1", self.ann)
        self.come("1")
        found = self.start()
        with self.at("10:30"):
            self.as_role(found).action_end()
            with self.assertRaises(UserError):
                self.as_role(found).set_safe(found.line_ids.id, True)
        self.push(row("1", "11:05"), device=meadow)
        with self.at("11:00"):
            self.as_role(found).read_evacuation()
        self.assertFalse(found.line_ids.safe_at)
        with self.assertRaises(UserError):
            found.sudo().unlink()

    def test_a_list_keeps_the_names_of_who_is_deleted(self):
        self.come("1")
        found = self.start()
        self.attendance(self.ann).unlink()
        self.ann.unlink()
        self.assertEqual(found.line_ids.name, "Ann")

    def test_an_officer_sees_everybody_who_is_to_be_looked_for(self):
        self.come("1")
        self.come("00017")
        found = self.start(role="officer")
        with self.at("10:01"):
            data = self.as_role(found, "officer").read_evacuation()
        self.assertEqual([line["name"] for line in data["lines"]], ["Ann", "Bob"])

    def test_others_neither_begin_one_nor_read_it(self):
        self.come("1")
        found = self.start()
        for role in ("portal", "employee"):
            mine = self.as_role(found, role)
            for call in (
                mine.start_evacuation,
                mine.read_evacuation,
                mine.action_end,
                mine.action_print,
                lambda each=mine: each.set_safe(found.line_ids.id, True),
                lambda each=mine: each.line_ids.read(["name"]),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_another_companys_list_and_site_are_refused(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        site = self.env["biometric.site"].create(
            {"name": "Far", "tz": "UTC", "company_id": abroad.id}
        )
        foreign = self.env["biometric.evacuation"].create(
            {"company_id": abroad.id, "started_at": "2025-03-03 10:00:00"}
        )
        with self.assertRaises(AccessError):
            self.start(role="manager", site_id=site.id)
        for call in ("read_evacuation", "action_end", "action_print"):
            with self.assertRaises(AccessError):
                getattr(self.as_role(foreign, "manager"), call)()

    def test_a_person_of_another_list_is_refused(self):
        self.come("1")
        found, other = self.start(), self.start(site_id=self.site.id)
        with self.at("10:01"), self.assertRaises(UserError):
            self.as_role(found).set_safe(other.line_ids.id, True)

    def test_the_list_is_printed(self):
        self.come("1")
        found = self.start()
        with self.at("10:02"):
            action = self.as_role(found, "officer").action_print()
            report = self.env["ir.actions.report"].with_user(self.people["officer"])
            html, _kind = report._render_qweb_html(action["report_name"], found.ids)
        text = html.decode()
        for wanted in ("Ann", "GATE001", "Gate", "not safe yet", "☐"):
            self.assertIn(wanted, text)
