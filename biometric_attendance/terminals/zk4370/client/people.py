"""Users and fingers on a terminal. What is not said to change stays as it is."""

from struct import Struct

from ...errors import DeviceRefused, Impossible
from ...people import DeviceUser, Template
from ..codes import Command, Reply
from ..results import NOBODY
from ..templates import (
    FINGERS,
    SAVE,
    Entry,
    decode_template,
    decode_templates,
    encode_save,
    template_of,
)
from ..users import LONG, SHORT, Form, Slot, decode_user, encode_user, free_uid
from .bulk import read_table_or_nothing
from .roster import Rosters
from .talk import fitting, guarded

_UID = Struct("<H")
_FINGER = Struct("<Hb")
_PIN_FINGER = Struct("<24sB")
_UNKNOWN = {Reply.UNKNOWN, Reply.WRONG_COMMAND}


class People(Rosters):
    """Everything here looks into the list of users in the same session first.

    The list says how the terminal writes a user, and what its record holds that pyzk does
    not know of: it would overwrite group, time zones and rarer privileges. pyzk also
    takes places for signed numbers and trims fingers that end in zeros.
    """

    def _slot(self, pin: str) -> Slot:
        """:raises DeviceRefused: with :data:`NOBODY`."""
        found = self.roster(pin).of(pin)
        if found is None:
            raise DeviceRefused("The terminal has no user with this PIN.", NOBODY)
        return found

    @guarded
    def write_user(self, changes: DeviceUser) -> None:
        """Write a user, new or known; what is ``None`` stays as it is.

        :raises Impossible: for a value the terminal has no room for.
        """
        roster = self.roster(changes.pin)
        known = roster.of(changes.pin)
        if roster.form is None:
            self._write_first_user(changes)
            return
        if roster.refused and known is None:
            # Their places are taken, and not known to us.
            raise Impossible(
                "The terminal has users without a PIN that can be read, so the place of a "
                "new one cannot be chosen safely."
            )
        with fitting():
            taken = {slot.uid for slot in roster.slots}
            uid = known.uid if known else free_uid(taken)
        raw = known.raw if known else None
        self.remember(self._write(roster.form, uid, changes, raw))

    def _write_first_user(self, changes: DeviceUser) -> None:
        """An empty list does not say how users are written: try, and look."""
        for form in (LONG, SHORT):
            try:
                self._write(form, 1, changes, None)
            except DeviceRefused:
                continue
            if any(slot.user.pin == changes.pin for slot in self.users()):
                return
            self.tell(Command.DELETE_USER, _UID.pack(1))
        raise DeviceRefused("The terminal does not store this user.", Reply.ERROR)

    def _write(
        self, form: Form, uid: int, changes: DeviceUser, raw: bytes | None
    ) -> Slot:
        encoding = self.address.encoding
        with fitting():
            record = encode_user(form, uid, changes, raw=raw, encoding=encoding)
        self.tell(Command.WRITE_USER, record)
        self.pyzk("refresh_data")
        return decode_user(record, encoding=encoding)

    @guarded
    def delete_user(self, pin: str) -> None:
        """:raises DeviceRefused: with :data:`NOBODY` where there is none."""
        self.tell(Command.DELETE_USER, _UID.pack(self._slot(pin).uid))
        self.pyzk("refresh_data")
        self.forget(pin)

    @guarded
    def templates(self, pin: str | None = None) -> list[Template]:
        """The fingers of one user, or of all.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        version = self.option("~ZKFPVersion") or ""
        major = int(version) if version.isdecimal() else None
        if pin is not None:
            return self._fingers(self._slot(pin), major)
        pins = {slot.uid: slot.user.pin for slot in self.users()}
        rows = read_table_or_nothing(self, "templates", self.sizes().fingers)
        return decode_templates(rows, pins, major=major).templates

    def _fingers(self, slot: Slot, major: int | None) -> list[Template]:
        found = []
        for finger in FINGERS:
            asked = _FINGER.pack(slot.uid, finger)
            answer = self.ask(Command.GET_TEMPLATE, asked, again=True)
            if answer.command == Reply.ERROR:
                continue
            blob = decode_template(self.collect(answer))
            entry = Entry(slot.uid, finger, 1, blob)
            found.append(template_of(entry, slot.user.pin, major=major))
        return found

    @guarded
    def write_template(self, template: Template) -> None:
        """Store a finger of a user who is there already.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        :raises Impossible: for what is no finger.
        """
        if template.kind != "finger":
            raise Impossible("Over port 4370 only fingers can be written.")
        slot = self._slot(template.pin)
        with fitting():
            parts = encode_save([(slot.raw, [(template.slot, template.blob)])])
        self.pyzk("_send_with_buffer", parts)
        self.tell(Command.SAVE_TEMPLATES, SAVE)
        self.pyzk("refresh_data")

    @guarded
    def delete_template(self, pin: str, kind: str, slot: int | None = None) -> None:
        """Delete one finger of a user, or all; a finger that is not there is no error.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        if kind != "finger":
            raise Impossible("Over port 4370 only fingers can be deleted.")
        uid = self._slot(pin).uid
        for finger in FINGERS if slot is None else (slot,):
            self._delete_finger(uid, pin, finger)
        self.pyzk("refresh_data")

    def _delete_finger(self, uid: int, pin: str, finger: int) -> None:
        """By PIN; by place only where that is not known.

        By place, 0 is said to mean the first finger on some models and all on others.
        """
        name = pin.encode(self.address.encoding, "replace")
        code = self.ask(Command.DELETE_TEMPLATE, _PIN_FINGER.pack(name, finger)).command
        if code in _UNKNOWN:
            place = _FINGER.pack(uid, finger)
            code = self.ask(Command.DELETE_TEMPLATES, place).command
        if code not in (Reply.OK, Reply.ERROR):
            raise DeviceRefused("The terminal did not delete the finger.", code)
