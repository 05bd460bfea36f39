from odoo import api, fields, models

from ...terminals.reasons import Reason


class BiometricFileImportSerial(models.Model):
    """A terminal named in an imported file, and the device its rows are stored at.

    Rows are never stored at another device silently: where the file and the person do not
    agree, or nobody registered the terminal, the person decides.
    """

    _name = "biometric.file.import.serial"
    _inherit = ["biometric.rights"]
    _description = "Terminal Named in a File"
    _order = "import_id, id"
    _rec_name = "serial"

    _editable_fields = {"device_id", "is_kept"}

    import_id = fields.Many2one(
        "biometric.file.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The file.",
    )
    company_id = fields.Many2one(
        related="import_id.company_id", help="The company of the import."
    )
    state = fields.Selection(related="import_id.state", help="How far the import is.")
    serial = fields.Char(
        string="In the File",
        required=True,
        readonly=True,
        help="The terminal's serial number, or what else the file calls it.",
    )
    row_count = fields.Integer(
        string="Rows", readonly=True, aggregator=None, help="How many rows name it."
    )
    device_id = fields.Many2one(
        "biometric.device",
        domain=[("state", "=", "approved")],
        ondelete="restrict",
        help="The device these rows are stored at.",
    )
    proposed_id = fields.Many2one(
        "biometric.device",
        string="Registered As",
        readonly=True,
        ondelete="set null",
        help="The device with this serial number.",
    )
    is_kept = fields.Boolean(
        string="Only Keep",
        help="These rows become no punches. They are kept as messages, to be looked at "
        "later.",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open", help="It has to be decided where these rows belong."
    )

    @api.depends("device_id", "is_kept")
    def _compute_is_open(self):
        for each in self:
            each.is_open = not each.device_id and not each.is_kept

    def write(self, vals):
        if not self.env.su:
            self.import_id._check_draft()
        return super().write(vals)

    @api.model
    def _replace(self, file_import, counts):
        """Store which terminals a file names, keeping what was decided about them.

        :param counts: what the file calls a terminal to the number of its rows.
        """
        former = {each.serial: each for each in file_import.serial_ids}
        gone = self.union(*(former[name] for name in former.keys() - counts.keys()))
        gone.unlink()
        devices = self._find_devices(file_import, list(counts))
        for serial, count in counts.items():
            known = former.get(serial) or self.create(
                {"import_id": file_import.id, "serial": serial}
            )
            known.row_count = count
            known.proposed_id = devices.get(serial)
            if known.is_open:
                known.device_id = known._get_certain_device(len(counts) == 1)
        only = file_import.serial_ids
        is_whole = sum(counts.values()) >= file_import.row_count
        if len(only) == 1 and is_whole and not file_import.device_id:
            file_import.device_id = only.device_id

    @api.model
    def _find_devices(self, file_import, serials):
        """Return the devices of serial numbers, where one device alone has it.

        Only those of the companies the user works in now are looked for.
        """
        found = self.env["biometric.device"].search(
            [
                ("state", "=", "approved"),
                ("company_id", "in", self.env.companies.ids),
                "|",
                ("serial", "in", serials),
                ("name", "in", serials),
            ]
        )
        devices = {}
        for serial in serials:
            alike = found.filtered(lambda device, name=serial: device.serial == name)
            alike = alike or found.filtered(
                lambda device, name=serial: device.name == name
            )
            if len(alike) == 1:
                devices[serial] = alike
        return devices

    def _get_certain_device(self, is_only):
        """Return the device its rows belong to without a question, empty for none.

        :param is_only: the file names no other terminal. One that the person chose is then
            compared with it; a file of several is divided, whatever was chosen.
        """
        chosen = self.import_id.device_id
        if self.proposed_id and (
            not is_only or not chosen or chosen == self.proposed_id
        ):
            return self.proposed_id
        remembered = self.env["biometric.file.layout"]._get_serials(self.import_id)
        if chosen and remembered.get(self.serial) == chosen.id:
            return chosen
        return self.env["biometric.device"]

    def action_use_proposed(self):
        """Store the rows at the device with this serial number."""
        self._check_open()
        for each in self:
            each.device_id = each.proposed_id
            # Rows that name no terminal stay where the person put them.
            is_whole = each.row_count >= each.import_id.row_count
            if len(each.import_id.serial_ids) == 1 and is_whole:
                each.import_id.device_id = each.proposed_id
        return True

    def action_use_chosen(self):
        """Store the rows at the device that was chosen for the file."""
        self._check_open()
        for each in self:
            each.device_id = each.import_id.device_id
        return True

    def action_keep(self):
        """Keep the rows as messages, without making punches of them."""
        self._check_open()
        self.is_kept = True
        return True

    def action_reopen(self):
        """Decide again."""
        self._check_open()
        self.write({"is_kept": False, "device_id": False})
        return True

    def _check_open(self):
        self.import_id._check_manager()
        self.import_id._check_draft()

    def _get_refusal(self):
        """Return the reason of rows that are kept as messages."""
        return Reason("of_another_device", {"serial": self.serial})
