"""The page that connects a terminal: what there is to choose, and what to type."""

from urllib.parse import quote

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...terminals import BRANDS
from ...terminals.not_yet import NOT_YET
from ..rights.biometric_rights import ADMINISTRATOR
from .addresses import parts_of, server_addresses
from .check import check_address
from .qr import qr_source
from .sentences import explain


class BiometricConnect(models.AbstractModel):
    """Answers the page *Connect a Terminal*; what it makes is an ordinary device."""

    _name = "biometric.connect"
    _description = "Connecting a Terminal"

    @api.model
    def read_choices(self):
        """Return the kinds of terminals, their makers, and what cannot be connected yet."""
        self._check_administrator()
        return {
            # What speaks to the API is no terminal of a maker.
            "brands": [
                self._choice(brand) for brand in BRANDS.values() if not brand.by_api
            ],
            "not_yet": [
                {
                    "name": each.name,
                    "models": list(each.models),
                    "instead": self.env._(each.instead),
                    "program": each.is_program,
                }
                for each in NOT_YET
            ],
        }

    def _choice(self, brand):
        guide = brand.guide
        return {
            "key": brand.key,
            "label": self._translate(brand.label),
            "picture": guide.picture,
            "summary": self._translate(guide.summary),
            "look_for": self._translate(guide.look_for),
            "is_source": bool(brand.source),
            "polled": bool(brand.poll and brand.poll.scheduled),
            "makers": [
                {
                    "name": maker.name,
                    "models": list(maker.models),
                    "certain": maker.certain,
                }
                for maker in guide.makers
            ],
        }

    @api.model
    def read_guide(self, brand, url=False, serial=""):
        """Return what to type into a terminal, or about it.

        :param url: one of the addresses returned before; the best if empty or unknown.
        :param serial: of the terminal, where software of a vendor calls for it.
        """
        self._check_administrator()
        found, device = self._brand(brand), self._new_device(brand)
        guide, push, poll = found.guide, found.push, found.poll
        addresses = server_addresses(device) if push else []
        chosen = next((each for each in addresses if each.url == url), None)
        chosen = chosen or next(iter(addresses), None)
        path = guide.url % quote(serial or "", safe="") if guide.url else ""
        values = parts_of(chosen.url, path) if chosen else {}
        return {
            **self._choice(found),
            "menu": self._translate(guide.menu),
            "security": self._translate(guide.security),
            "directions": self._translate(guide.directions),
            "checklist": [self.env._(line) for line in guide.checklist],
            "addresses": [self._address(each) for each in addresses],
            "url": chosen.url if chosen else False,
            "full_url": values.get("url", ""),
            "qr": qr_source(values.get("url", "")),
            "settings": [
                {
                    "label": entry.label,
                    "value": entry.value.format_map(values) if values else entry.value,
                    "optional": entry.optional,
                }
                for entry in guide.settings
                if values or not push
            ],
            "missing": explain(self.env, "listener_missing")
            if push and push.listener.required and not addresses
            else False,
            "key_label": self._translate(guide.key_label),
            "needs_serial": bool(guide.url),
            "needs_key": bool(push and push.key_required),
            "key_characters": push.encryption.key_characters
            if push and push.encryption
            else 0,
            "fields": [
                {
                    "name": field.name,
                    "label": self._translate(field.label),
                    "kind": field.kind,
                    "default": False
                    if isinstance(field.default, dict)
                    else field.default,
                }
                for field in (poll.fields if poll and poll.scheduled else ())
                if field.kind != "selection"
            ],
        }

    def _address(self, address):
        values = parts_of(address.url)
        problem = address.problem and explain(self.env, address.problem, **values)
        return {
            "url": address.url,
            "source": address.source,
            "owner": address.owner,
            "problem": problem or False,
        }

    @api.model
    def check_address(self, brand, url):
        """Call an address of this server as a terminal would, and return what was found.

        :param url: one of those :meth:`read_guide` returns: no other is ever called.
        :return: ``kind`` (``success`` or ``danger``), ``code``, ``sentence``, ``advice``.
        """
        self._check_administrator()
        found, device = self._brand(brand), self._new_device(brand)
        addresses = server_addresses(device) if found.push else []
        chosen = next((each for each in addresses if each.url == url), None)
        if not chosen or not found.guide.greeting:
            raise UserError(self.env._("This is not an address of this server."))
        return check_address(self.env, found, chosen)

    @api.model
    def print_card(self, brand, url=False, serial=""):
        """Return the action that prints what to type into the terminal."""
        self._check_administrator()
        self._brand(brand)
        values = {"brand": brand, "url": url or "", "serial": serial or ""}
        card = self.env["biometric.connect.card"].sudo().create(values)
        report = self.env.ref("biometric_attendance.biometric_connect_card_report")
        return report.report_action(card.ids, config=False)

    @api.model
    def _brand(self, key):
        brand = BRANDS.get(key)
        if not brand:
            raise UserError(self.env._("There is no such kind of terminal."))
        return brand

    @api.model
    def _new_device(self, brand):
        """Return a device that is not stored, to ask what its brand needs."""
        return self.env["biometric.device"].new({"brand": brand})

    @api.model
    def _translate(self, text):
        return self.env._(text) if text else ""

    @api.model
    def _check_administrator(self):
        """Check that the user may connect terminals.

        :raises AccessError: for anybody but administrators of Attendances.
        """
        if not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._("Only administrators of Attendances may connect terminals.")
            )
