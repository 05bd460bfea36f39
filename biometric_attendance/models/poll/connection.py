"""The connection to a device: its values, checked by its brand, and its test."""

from odoo.exceptions import UserError, ValidationError

from ...terminals import BRANDS
from ...terminals.errors import Misaddressed
from ...terminals.poll import Limits
from .. import locks
from ..reason import sentence

# A person waits for the test.
TEST_LIMITS = Limits(timeout=5.0, deadline=15.0)
# Prefix of the placeholder for a serial number, until the terminal sends its own.
PLACEHOLDER = "@"
# Fields of all brands' connections.
FIELDS = tuple(
    {field.name: None for b in BRANDS.values() if b.poll for field in b.poll.fields}
)
# Changing one of these makes it worth trying again at once.
TRIGGERS = {*FIELDS, "dialect", "encryption_secret"}
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


def get_poll(device):
    """The poll of the device's brand, ``None`` where it cannot be called."""
    brand = BRANDS.get(device.brand)
    return brand.poll if brand else None


def get_values(device):
    """What the brand needs to connect."""
    device.ensure_one()
    own = device.sudo()
    values = {field.name: own[field.name] for field in get_poll(device).fields}
    return {
        **values,
        "serial": device.serial,
        "dialect": device.dialect,
        "tz": device.tz,
        "encryption_key": own.encryption_secret,
        "previous_encryption_key": own.previous_encryption_secret,
    }


def has_address(device):
    poll = get_poll(device)
    return bool(poll and device[poll.address_field])


def strip(vals):
    """Values of a device without blanks around those of its connection."""
    stripped = {}
    for poll in (brand.poll for brand in BRANDS.values() if brand.poll):
        for field in poll.fields:
            if field.kind == "char" and field.name in vals:
                stripped[field.name] = (vals[field.name] or "").strip() or False
    return {**vals, **stripped}


def set_placeholder_serial(vals):
    """Set a unique placeholder for the serial number of a device that has none yet."""
    brand = BRANDS.get(vals.get("brand"))
    poll = brand and brand.poll
    if not (poll and poll.scheduled) or vals.get("serial"):
        return
    if vals.get(poll.address_field):
        vals["serial"] = PLACEHOLDER + poll.describe(vals)


def set_defaults(device):
    """Fill in the brand's own values where nothing is typed yet."""
    poll = get_poll(device)
    for field in poll.fields if poll else ():
        default = field.default
        if isinstance(default, dict):
            default = default.get(device.dialect)
        if default and not device[field.name]:
            device[field.name] = default


def check(device):
    """:raises ValidationError: for values no connection can have."""
    if not has_address(device):
        return
    try:
        get_poll(device).check(get_values(device))
    except Misaddressed as error:
        raise ValidationError(sentence(device.env, error.reason)) from error


def check_required(device, *, secrets=False):
    """:raises ValidationError: where a value is missing without which there is no call.

    :param secrets: check those people cannot see, else the others.
    """
    poll = get_poll(device)
    for field in poll.fields if poll else ():
        is_secret = field.kind == "secret"
        if field.required and is_secret is secrets and not device.sudo()[field.name]:
            raise_missing(device, field)


def raise_missing(device, field):
    raise ValidationError(
        device.env._(
            "Type the %(field)s of %(device)s first.",
            field=device.env._(field.label),
            device=device.name,
        )
    )


def set_connection_key(device, key):
    """Store the key a device is called with; in clear, because it wants an answer of it.

    :raises ValidationError: for a key the brand does not know.
    """
    for field in get_poll(device).fields:
        if field.name == "connection_key":
            _check_key(device, field, key)
            device.sudo().connection_key = key


def _check_key(device, field, key):
    try:
        if key and field.check:
            field.check(key)
    except Misaddressed as error:
        raise ValidationError(sentence(device.env, error.reason)) from error


def test(device):
    """Connect once, and return the kind of the notification and its sentence."""
    poll, env = get_poll(device), device.env
    for field in poll.fields:
        if field.name == poll.address_field and not device[field.name]:
            raise_missing(device, field)
    if not locks.try_lock_in_transaction(env, locks.CONNECTION, device.id):
        raise UserError(
            env._("%s is being polled right now: try again in a minute.", device.name)
        )
    found = poll.diagnose(get_values(device), TEST_LIMITS)
    if found.corrections:
        device.write(dict(found.corrections))
        return "warning", sentence(env, found.problem)
    if found.problem:
        return "danger", sentence(env, found.problem)
    if not device._is_same(found.serial):
        other = {"code": "other_terminal", "values": {"serial": found.serial}}
        return "danger", sentence(env, other)
    if found.info:
        device._update_info(found.info)
    device._schedule_poll_now()
    return "success", sentence(env, found.answer)
