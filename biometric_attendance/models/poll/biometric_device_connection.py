"""How to reach a terminal that waits to be asked."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...terminals import BRANDS
from ...terminals.errors import Misaddressed
from ...terminals.zk4370.client.address import Address

POLLED = [name for name, brand in BRANDS.items() if brand.transport == "poll"]
STAND_IN = "@"  # begins what stands for a serial number until the terminal tells it
PORT = 4370
WAY = {"host", "port", "udp", "connection_key"}
LARGEST_KEY = 999_999  # six digits fit into the terminal's menu
ENCODINGS = [
    ("utf-8", "Unicode (UTF-8)"),
    ("gbk", "Chinese (GBK)"),
    ("big5", "Chinese, traditional (Big5)"),
    ("cp1250", "Central European (1250)"),
    ("cp1251", "Cyrillic (1251)"),
    ("cp1252", "Western European (1252)"),
    ("cp1253", "Greek (1253)"),
    ("cp1254", "Turkish (1254)"),
    ("cp1255", "Hebrew (1255)"),
    ("cp1256", "Arabic (1256)"),
    ("cp1258", "Vietnamese (1258)"),
    ("cp874", "Thai (874)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc_kr", "Korean (EUC-KR)"),
]


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    polled = fields.Boolean(
        compute="_compute_polled",
        search="_search_polled",
        help="The terminal waits to be asked, instead of calling by itself.",
    )
    host = fields.Char(
        string="Network Address",
        copy=False,
        tracking=True,
        help="Where this server reaches the terminal, such as 192.168.1.201. You find "
        "it in the terminal's menu: Comm. → Ethernet.",
    )
    port = fields.Integer(
        default=PORT, help="4370, unless somebody changed it in the terminal's menu."
    )
    udp = fields.Boolean(
        string="UDP",
        help="For old terminals that know nothing else. Test the connection to find out.",
    )
    encoding = fields.Selection(
        ENCODINGS,
        string="Character Set",
        default="utf-8",
        required=True,
        help="How the terminal writes names. Change it if names from the terminal look "
        "wrong.",
    )
    # In clear, because the terminal wants an answer made of it; see docs/security.md.
    connection_key = fields.Char(copy=False, groups=fields.NO_ACCESS)

    _polled_complete = models.Constraint(
        "CHECK(state <> 'approved' OR brand <> 'zk4370' OR host IS NOT NULL)",
        "Type the network address of the terminal first.",
    )

    @api.depends("brand")
    def _compute_polled(self):
        for device in self:
            device.polled = device.brand in POLLED

    def _search_polled(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [
            name
            for name in BRANDS
            if (name in POLLED) in [bool(each) for each in value]
        ]
        return [("brand", "in", wanted)]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["host"] = _trimmed(vals.get("host"))
            if vals.get("brand") in POLLED and vals["host"] and not vals.get("serial"):
                vals["serial"] = f"{STAND_IN}{vals['host']}:{vals.get('port', PORT)}"
        return super().create(vals_list)

    def write(self, vals):
        if "host" in vals:
            vals = {**vals, "host": _trimmed(vals["host"])}
        result = super().write(vals)
        if not WAY.isdisjoint(vals):
            # Whoever corrects the way to a terminal wants to see it answer.
            self._ask_soon()
        return result

    @api.constrains("host", "port", "encoding")
    def _check_address(self):
        for device in self.filtered("host"):
            try:
                device._address().check()
            except Misaddressed as error:
                raise ValidationError(error.reason) from error

    def _inverse_communication_key(self):
        for device in self.filtered("polled"):
            key = device.communication_key or ""
            if key and not (key.isdecimal() and int(key) <= LARGEST_KEY):
                raise ValidationError(
                    self.env._("The communication key is a number of up to six digits.")
                )
            device.sudo().connection_key = key
        return super()._inverse_communication_key()

    def action_drop_communication_key(self):
        result = super().action_drop_communication_key()
        self.sudo().connection_key = False
        return result

    def _address(self, **limits):
        """Where the terminal is.

        :param limits: ``patience`` and ``deadline`` in seconds, where they differ.
        """
        self.ensure_one()
        return Address(
            self.host or "",
            self.port,
            key=int(self.sudo().connection_key or 0),
            udp=self.udp,
            encoding=self.encoding,
            **limits,
        )

    def _is_same(self, serial):
        """Whether a terminal with this serial number is the one that is meant.

        The first answer names a device that was made without its serial number.

        :param serial: ``""`` from terminals that do not tell.
        """
        if serial and self.serial.startswith(STAND_IN):
            taken = [("brand", "=", self.brand), ("serial", "=", serial)]
            if self.sudo().search_count(taken, limit=1):
                return False
            self.serial = serial
        return not serial or serial == self.serial


def _trimmed(host):
    return (host or "").strip() or False
