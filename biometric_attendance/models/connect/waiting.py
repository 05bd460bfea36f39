"""What happens while somebody waits for a terminal: who calls, and who nearly does."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals import BRANDS
from .sentences import explain

# How far back the page looks when it is opened, and at most.
FIRST_LOOK = timedelta(seconds=30)
LONGEST_LOOK = timedelta(hours=1)
MAX_SHOWN = 20
# What is noted of a terminal that is listed all the same.
LISTED = ("unknown", "key", "token")


class BiometricConnect(models.AbstractModel):
    _inherit = "biometric.connect"

    @api.model
    def read_waiting(self, brand, device_id=False, since=False):
        """Return which terminals called, and which nearly did.

        :param device_id: the device that is waited for, ``False`` if it is not known yet.
        :param since: as the first call returned it, ``False`` at the first.
        :return: ``since``; ``device``, the one waited for; ``calls`` of unknown terminals;
            ``misses``: what was not received, in words, the latest first.
        """
        self._check_administrator()
        self._brand(brand)
        now = fields.Datetime.now()
        since = self._since(since, now)
        mine = self._device(device_id) if device_id else self._no_device()
        attempts = self.env["biometric.contact.attempt"].search(
            [("last_at", ">=", since), ("kind", "!=", "check")]
        )
        devices = self._devices_calling(since, attempts)
        by_device = {
            (each.brand, each.serial): each
            for each in attempts.sorted("last_at")
            if each.kind in LISTED
        }
        calls = [
            self._call(device, by_device.get((device.brand, device.serial)), brand, now)
            for device in devices - mine
        ]
        latest = sorted(calls, key=lambda call: call["seconds"])[:MAX_SHOWN]
        called = bool(mine) and (
            mine in devices or bool(mine.last_seen and mine.last_seen >= since)
        )
        return {
            "since": str(since),
            "device": self._awaited(mine, called) if mine else False,
            # Each keeps its place, whoever calls next: its button is not another's.
            "calls": sorted(latest, key=lambda call: -call["id"]),
            "misses": self._misses(brand, mine, called, attempts, calls, now),
        }

    @api.model
    def choose_device(self, device_id):
        """Wait for a terminal that has called: others see who does."""
        self._check_administrator()
        device = self._device(device_id)
        if device.state != "pending":
            return {"id": device.id, "state": device.state}
        device.write({"expected": True})
        device._set_connecting()
        return {"id": device.id, "state": device.state}

    def _awaited(self, device, called):
        names = ("id", "name", "serial", "state")
        return {**{name: device[name] for name in names}, "called": called}

    def _since(self, since, now):
        try:
            asked = fields.Datetime.to_datetime(since) if since else now - FIRST_LOOK
        except ValueError:
            raise UserError(self.env._("“%s” is not a time.", since)) from None
        return max(asked, now - LONGEST_LOOK)

    def _devices_calling(self, since, attempts):
        """Return pending devices that called since; the user's rules hold."""
        serials = [each.serial for each in attempts if each.kind in LISTED]
        pairs = {(each.brand, each.serial) for each in attempts}
        found = self.env["biometric.device"].search(
            [
                ("state", "=", "pending"),
                "|",
                ("last_seen", ">=", since),
                ("serial", "in", serials),
            ]
        )
        return found.filtered(
            lambda device: (
                (device.brand, device.serial) in pairs
                or (device.last_seen and device.last_seen >= since)
            )
        )

    def _call(self, device, attempt, brand, now):
        at = max(filter(None, [device.last_seen, attempt and attempt.last_at]))
        return {
            "id": device.id,
            "serial": device.serial,
            "name": device.name,
            "brand": device.brand,
            "brand_label": self._translate(BRANDS[device.brand].label),
            "is_other": device.brand != brand,
            "address": (attempt and attempt.address) or device.address or "",
            "seconds": max(0, int((now - at).total_seconds())),
            "chosen_by": device._get_other_connecting().name or False,
        }

    def _misses(self, brand, mine, called, attempts, calls, now):
        """Return what was not received, for those it may concern."""
        others = {
            (call["brand"], call["serial"]) for call in calls if call["chosen_by"]
        }
        found = []
        for attempt in attempts:
            pair = (attempt.brand, attempt.serial)
            is_my_own = mine and pair == (mine.brand, mine.serial)
            if pair in others or (called and not is_my_own):
                continue
            miss = self._miss(attempt, brand)
            if miss:
                seconds = max(0, int((now - attempt.last_at).total_seconds()))
                found.append({**miss, "seconds": seconds, "count": attempt.calls})
        if mine and not called:
            found += self._foreign(brand, mine, calls)
        return found[:MAX_SHOWN]

    def _miss(self, attempt, brand):
        """Return the sentence of an attempt, ``None`` if there is nothing to say."""
        guide = BRANDS[attempt.brand].guide if attempt.brand in BRANDS else None
        values = {name: attempt[name] or "?" for name in ("serial", "address", "path")}
        if attempt.kind == "unknown":
            if attempt.brand == brand or attempt.brand not in BRANDS:
                return None
            label = self._translate(BRANDS[attempt.brand].label)
            return explain(self.env, "brand", guide, **values, brand=label)
        if attempt.kind == "refused":
            return self._refused(attempt, values)
        return explain(self.env, attempt.kind, guide, **values)

    def _refused(self, attempt, values):
        """Return the sentence of a refused device, if the user may see the device."""
        devices = self.env["biometric.device"].with_context(active_test=False)
        pair = [("brand", "=", attempt.brand), ("serial", "=", attempt.serial)]
        device = devices.search(pair, limit=1)
        if not device:
            return None
        reasons = dict(
            device._fields["refused_reason"]._description_selection(self.env)
        )
        reason = reasons.get(device.refused_reason) or self.env._("it is pending")
        return explain(self.env, "refused", **values, name=device.name, reason=reason)

    def _foreign(self, brand, mine, calls):
        """Return a sentence for each terminal that calls instead of the one awaited."""
        guide = BRANDS[brand].guide
        return [
            {
                **explain(
                    self.env,
                    "foreign",
                    guide,
                    serial=call["serial"],
                    address=call["address"] or "?",
                    typed=mine.serial,
                ),
                "seconds": call["seconds"],
                "count": 1,
            }
            for call in calls
            if call["brand"] == brand and not call["chosen_by"]
        ]
