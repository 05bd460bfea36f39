"""`odoo biometric_keyring`: add a key to the file of keys that encrypt templates.

Odoo loads this file on its own, without the addon around it.
"""

import os
import sys
from pathlib import Path

from odoo.cli.command import Command
from odoo.modules.module import load_script

vault = load_script(
    str(Path(__file__).parents[1] / "rules" / "vault.py"), "odoo.cli.biometric_vault"
)


class BiometricKeyring(Command):
    """Add a new key to a key ring file, or start one.

    The newest key comes first and encrypts from then on; a job in Odoo then encrypts with
    it what the older ones did. Keep a copy of the file apart from the database and its
    backups: without it no template can be read, with it all can.
    """

    name = "biometric_keyring"

    def run(self, args):
        self.parser.add_argument("file", type=Path, help="the key ring file")
        path = self.parser.parse_args(args).file
        try:
            ring = self._add_key(path)
        except (OSError, UnicodeDecodeError, vault.VaultError) as error:
            sys.exit(f"Nothing was changed: {error}")
        print(f"{path} has {len(ring.keys)} key(s); {ring.current.hex()} encrypts.")

    def _add_key(self, path):
        """Write the file anew with a new key first, atomically; return the ring.

        :raises VaultError: the file is there, but is no key ring.
        """
        older = path.read_text("ascii") if path.exists() else ""
        text = f"{vault.new_key_line()}\n{older}"
        ring = vault.KeyRing.parse(text)
        beside = path.with_name(f"{path.name}.new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
            if path.exists():
                stat = path.stat()
                if (stat.st_uid, stat.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(descriptor, stat.st_uid, stat.st_gid)
        beside.replace(path)
        return ring
