"""Messages a gateway encrypted: decrypted, or kept until the right key is typed."""

from odoo.exceptions import ValidationError

from ...terminals.errors import ProtocolError
from ...terminals.reasons import Reason

ENCRYPTED = "encrypted"  # the kind of such calls, and the table of such messages


def checked_key(device, text):
    """Return a typed encryption key without blanks around it.

    :raises ValidationError: for what cannot be one.
    """
    key = (text or "").strip()
    encryption = device._get_push().encryption if device._get_push() else None
    if key and encryption and len(key.encode()) != encryption.key_characters:
        raise ValidationError(
            device.env._(
                "An encryption key has %s characters.", encryption.key_characters
            )
        )
    return key


def decrypt(device, call):
    """Return the call in clear, or as it came where no key of the device opens it.

    What opens and is nothing of the protocol's proves nothing, and stays closed.
    """
    if call.kind != ENCRYPTED:
        return call
    own = device.sudo()
    keys = [own.encryption_secret, own.previous_encryption_secret]
    try:
        return (
            device._get_push().encryption.decrypt(call, list(filter(None, keys)))
            or call
        )
    except ProtocolError:
        return call


def refusal(device, entry, call):
    """Return why a call is refused for how it is encrypted, or ``None``.

    Ciphertext nobody can read is kept only of callers who have proved something: of others
    it would tell that the serial number is known.

    :param entry: of the device cache.
    """
    if call.kind == ENCRYPTED:
        return None if entry.has_place else "encrypted"
    if not entry.has_encryption_key or call.encryption_key:
        return None
    if not entry.accept_plain:
        return "plain"
    device._record_plain()
    return None


def decrypt_message(device, ciphertext):
    """Return the call a kept ciphertext holds.

    :return: the call, and the reason why it cannot be believed; one of them is ``None``.
    """
    try:
        call = device._get_push().read_call(
            "", {}, "POST", headers={}, body=ciphertext.encode()
        )
    except ProtocolError as error:
        return None, error.reason
    call = decrypt(device, call)
    if call.kind == ENCRYPTED:
        return None, Reason("no_key_opens_it")
    entry = device.env["biometric.device.cache"]._find(device.brand, device.serial)
    if call.serial not in ("", device.serial):
        return None, Reason("of_another_device", {"serial": call.serial})
    if entry is None or not entry.accepts_key(call.key):
        return None, Reason("sent_with_wrong_key")
    return call, None


def waiting_messages(devices):
    """Return the encrypted messages of devices that no key opened yet, oldest first."""
    return (
        devices.env["biometric.message"]
        .sudo()
        .search(
            [
                ("device_id", "in", devices.ids),
                ("device_id.state", "=", "approved"),
                ("device_id.active", "=", True),
                ("table", "=", ENCRYPTED),
                ("state", "=", "new"),
            ],
            order="id",
        )
    )


def acknowledgement_key(device, call):
    """Return what an answer is encrypted with, ``""`` for not at all."""
    if not device.encrypt_answers:
        return ""
    return (call and call.encryption_key) or device.sudo().encryption_secret or ""
