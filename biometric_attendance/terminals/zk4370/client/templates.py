"""The fingers of users on a terminal."""

from struct import Struct

from ...errors import DeviceRefused, Impossible
from ...records import Template
from ..codes import Command, Reply
from ..templates import (
    FINGERS,
    SAVE,
    Entry,
    decode_template,
    decode_templates,
    encode_save,
    make_template,
)
from ..users import Slot
from .channel import Channel, encoding_request, ends_session_on_error
from .device_info import DeviceFacts
from .table import read_table_or_nothing
from .users import Users

_FINGER = Struct("<Hb")
_PIN_FINGER = Struct("<24sB")
_UNKNOWN = {Reply.UNKNOWN, Reply.WRONG_COMMAND}


class Templates:
    """Reads, writes and deletes fingers. Not by pyzk: it trims those that end in zeros."""

    def __init__(self, channel: Channel, facts: DeviceFacts, users: Users):
        self.channel, self._facts, self._users = channel, facts, users

    @ends_session_on_error
    def read(self, pin: str | None = None) -> list[Template]:
        """The fingers of one user, or of all.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        version = self._facts.option("~ZKFPVersion") or ""
        major = int(version) if version.isdecimal() else None
        if pin is not None:
            return self._read_user(self._users.find(pin), major)
        pins = self._users.pins()
        count = self._facts.sizes().fingers
        rows = read_table_or_nothing(self.channel, "templates", count)
        return decode_templates(rows, pins, major=major).templates

    def _read_user(self, slot: Slot, major: int | None) -> list[Template]:
        found = []
        for finger in FINGERS:
            request = _FINGER.pack(slot.uid, finger)
            answer = self.channel.request(Command.GET_TEMPLATE, request, repeat=True)
            if answer.command == Reply.ERROR:
                continue
            blob = decode_template(self.channel.collect(answer))
            entry = Entry(slot.uid, finger, 1, blob)
            found.append(make_template(entry, slot.user.pin, major=major))
        return found

    @ends_session_on_error
    def write(self, template: Template) -> None:
        """Store a finger of a user who is there already.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        :raises Impossible: for what is no finger.
        """
        if template.kind != "finger":
            raise Impossible("fingers_only")
        slot = self._users.find(template.pin)
        with encoding_request():
            parts = encode_save([(slot.raw, [(template.slot, template.blob)])])
        self.channel.pyzk("_send_with_buffer", parts)
        self.channel.execute(Command.SAVE_TEMPLATES, SAVE)
        self.channel.pyzk("refresh_data")

    @ends_session_on_error
    def delete(self, pin: str, kind: str, slot: int | None = None) -> None:
        """Delete one finger of a user, or all; a finger that is not there is no error.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        if kind != "finger":
            raise Impossible("fingers_only")
        uid = self._users.find(pin).uid
        for finger in FINGERS if slot is None else (slot,):
            self._delete_finger(uid, pin, finger)
        self.channel.pyzk("refresh_data")

    def _delete_finger(self, uid: int, pin: str, finger: int) -> None:
        """By PIN; by uid only where that command is not known.

        By uid, 0 is said to mean the first finger on some models and all on others.
        """
        name = pin.encode(self.channel.address.encoding, "replace")
        request = _PIN_FINGER.pack(name, finger)
        code = self.channel.request(Command.DELETE_TEMPLATE, request).command
        if code in _UNKNOWN:
            request = _FINGER.pack(uid, finger)
            code = self.channel.request(Command.DELETE_TEMPLATES, request).command
        if code not in (Reply.OK, Reply.ERROR):
            raise DeviceRefused("finger_not_deleted", code)
