"""A company that stores templates, with a key ring and terminals that take commands."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from ..models.privacy import biometric_vault
from ..rules.vault import new_key_line
from ..terminals.records import CommandResult, Photo, Template, Upload
from .common import BiometricCase

FINGER = b"ridges and valleys of a left thumb, " * 20
FACE = b"distances between eyes and chin, " * 30


def template(pin, blob=FINGER, **values):
    """What a terminal sends of a finger, unless ``values`` say otherwise."""
    finger = {
        "kind": "finger",
        "slot": 1,
        "index": 0,
        "major": 10,
        "minor": 0,
        "format": None,
        "valid": True,
        "duress": False,
        "size": None,
    }
    return Template(pin=pin, blob=blob, **{**finger, **values})


def photo(pin, time, image=b"\xff\xd8\xff a smile", kind="punch"):
    return Photo(pin, time, kind, image)


class TemplateCase(BiometricCase):
    """Ann has a legal basis and is on two terminals; Bob has none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.keyring = Path(folder.name) / "keyring"
        cls.write_keys(new_key_line())
        named = patch.dict(os.environ, {biometric_vault.VARIABLE: str(cls.keyring)})
        cls.startClassPatcher(named)
        cls.company.write(
            {"biometric_store_templates": True, "biometric_photo_days": 30}
        )
        cls.yard = cls.make_device("YARD001")
        # Templates go only to terminals that prove more than their serial number.
        (cls.device | cls.yard).allowed_networks = "127.0.0.0/8"
        cls.map_user(cls.yard, "501", cls.ann)
        cls.basis = cls.env["biometric.consent"].create({"employee_id": cls.ann.id})
        cls.templates = cls.env["biometric.template"]
        cls.env["biometric.device.user"].search([]).sync_state = "present"

    def setUp(self):
        super().setUp()
        keys = self.keyring.read_text()
        self.addCleanup(self.write_keys, keys)

    @classmethod
    def write_keys(cls, *lines):
        """Write a key ring file.

        :param lines: newest first.
        """
        cls.keyring.unlink(missing_ok=True)
        cls.keyring.touch(0o600)
        cls.keyring.write_text("\n".join(lines))

    def gateway(self, device):
        user = self.env.ref("biometric_attendance.user_gateway")
        return device.with_user(user).with_context(allowed_company_ids=[])

    def send(self, *records, device=None):
        """A terminal sends templates or photos, and the gateway stores them."""
        upload = Upload(lines=len(records))
        for record in records:
            upload.add(record)
        self.gateway(device or self.device)._store_upload(upload, "OPERLOG")
        self.env.flush_all()
        self.env.invalidate_all()

    def join(self, employee, device):
        """Have a group want the person on the terminal, and the terminal know it."""
        groups = self.env["biometric.device.group"]
        groups.create(
            {
                "name": "Yard",
                "company_id": self.company.id,
                "device_ids": device.ids,
                "employee_ids": employee.ids,
            }
        )
        self.sync_devices()
        self.deliver(device)

    def stored(self, employee=None):
        return self.templates.search([("employee_id", "=", (employee or self.ann).id)])

    def queued(self, device):
        """``["set_template 501", ...]`` as the terminal will hear them."""
        commands = self.env["biometric.command"].search(
            [("device_id", "=", device.id), ("state", "=", "queued")], order="id"
        )
        return [f"{command.kind} {command.pin}" for command in commands]

    def deliver(self, device, code=0):
        """The terminal fetches what is queued and answers all of it alike.

        :return: the texts it got.
        """
        gateway = self.gateway(device)
        commands = gateway.env["biometric.command"]
        texts = []
        while leased := commands._lease(gateway):
            texts += [text for _number, text in leased]
            results = [
                CommandResult(id=number, code=code, echo="DATA", values={}, content="")
                for number, _text in leased
            ]
            commands._process_results(gateway, results)
        return texts
