"""The dialog that shows a new code, and what to type with it."""

from odoo import api, fields, models

from . import program

# System to the lines typed there; {url} and {code} are filled in.
LINES = {
    "linux": (
        "python3 biometric-bridge.pyz pair {url} {code}",
        "sudo python3 biometric-bridge.pyz install",
    ),
    "windows": (
        "py -3 biometric-bridge.pyz pair {url} {code}",
        "py -3 biometric-bridge.pyz install",
    ),
    "macos": (
        "python3 biometric-bridge.pyz pair {url} {code}",
        "sudo python3 biometric-bridge.pyz install",
    ),
}
SHOWN = ("code", "download_url", "is_built")


class BiometricBridgePairing(models.TransientModel):
    """What is shown once: it comes from the context of the action, and is never stored."""

    _name = "biometric.bridge.pairing"
    _inherit = ["biometric.rights"]
    _description = "Pairing of a Bridge"

    code = fields.Char(
        readonly=True, store=False, help="It works once, for ten minutes."
    )
    download_url = fields.Char(
        string="Program",
        readonly=True,
        store=False,
        help="Where the program is fetched from, one file for every system.",
    )
    is_built = fields.Boolean(
        readonly=True, store=False, help="This server has the program."
    )
    linux = fields.Text(readonly=True, store=False, help="What to type on Linux.")
    windows = fields.Text(
        readonly=True,
        store=False,
        help="What to type on Windows, in a terminal opened as administrator.",
    )
    macos = fields.Text(
        string="macOS", readonly=True, store=False, help="What to type on a Mac."
    )

    @api.model
    def default_get(self, fields_list):
        """Take what is shown from the context of the action: it is stored nowhere."""
        context = self.env.context
        shown = {
            name: context[f"default_{name}"]
            for name in (*SHOWN, *LINES)
            if name in fields_list and f"default_{name}" in context
        }
        return {**super().default_get(fields_list), **shown}

    @api.model
    def _open(self, bridge, code):
        """Return the action that shows a code, which is in no table."""
        base = bridge.get_base_url()
        lines = {
            f"default_{system}": "\n".join(
                line.format(url=base, code=code) for line in each
            )
            for system, each in LINES.items()
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pair %s", bridge.name),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **lines,
                "default_code": code,
                "default_download_url": base + program.PUBLIC_PATH,
                "default_is_built": bool(program.find()),
            },
        }
