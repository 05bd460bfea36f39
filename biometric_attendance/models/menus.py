"""Menus that are shown once there is something behind them."""

from odoo import api, models
from odoo.fields import Domain

# Menus of access by date, and those of stored biometric data.
ACCESS = (
    "biometric_access_pass_menu",
    "biometric_punch_denied_menu",
    "biometric_unconfirmed_revocation_menu",
)
STORAGE = ("biometric_privacy_menu",)
# What fills their lists: settings of companies, and records.
ACCESS_SETTINGS = Domain("biometric_contract_access", "=", True)
ACCESS_MODELS = ("biometric.device.group", "biometric.access.pass")
STORAGE_SETTINGS = Domain("biometric_store_templates", "=", True)
STORAGE_SETTINGS |= Domain("biometric_photo_days", ">", 0)
STORAGE_MODELS = ("biometric.template", "biometric.photo", "biometric.consent")


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def load_menus(self, debug):
        """Leave out the menus whose lists nothing fills.

        Odoo caches the menus of a user; what is left out is looked for each time, so that
        the menu is there at the next reload.
        """
        menus = super().load_menus(debug)
        hidden = self._get_hidden_menu_ids()
        return {
            key: {
                **menu,
                "children": [
                    child for child in menu["children"] if child not in hidden
                ],
            }
            for key, menu in menus.items()
            if key not in hidden
        }

    def _get_hidden_menu_ids(self):
        """Return the ids of menus whose lists nothing fills, in any company."""
        hidden = () if self._is_in_use(ACCESS_SETTINGS, ACCESS_MODELS) else ACCESS
        if not self._is_in_use(STORAGE_SETTINGS, STORAGE_MODELS):
            hidden += STORAGE
        names = (f"biometric_attendance.{name}" for name in hidden)
        menus = (self.env.ref(name, raise_if_not_found=False) for name in names)
        ids = [menu.id for menu in menus if menu]
        return set(self.sudo().search([("id", "child_of", ids)]).ids)

    def _is_in_use(self, settings, model_names):
        """Whether a company has one of these settings, or a record exists."""
        everything = self.sudo().with_context(active_test=False).env
        return bool(
            everything["res.company"].search_count(settings, limit=1)
            or any(everything[name].search_count([], limit=1) for name in model_names)
        )
