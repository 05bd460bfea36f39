"""Find the columns of the state, the verification, the device and the event."""

from collections.abc import Iterable

from ..reasons import Reason
from .choice import Choice
from .framing import looks_like_serial
from .kinds import ATTLOG
from .layout import STATE_CODES
from .names import (
    DEVICE_NAMES,
    EVENT_NAMES,
    SERIAL_NAMES,
    STATE_NAMES,
    VERIFY_NAMES,
    WORKCODE_NAMES,
)
from .proposal import Option
from .states import CODES, has_passed, is_state_word, may_mean_break, read_state

#: Names that hold words or numbers of anything; numbers in them are asked about, or no state.
_VAGUE = frozenset(["status"])
_VAGUER = frozenset(["type", "tipo", "evento", "punch", "event", "functionkey", "yon"])
#: Names of one maker of terminals, whose numbers are the same everywhere.
_ZK_NAMES = frozenset(["punchstate", "checktype", "inoutmode", "inoutstate"])
_MAX_DEVICES = 50
_MAX_SHOWN = 5


def choose_others(choice: Choice) -> None:
    """Find the columns beside PIN and time."""
    if choice.kind is ATTLOG:
        _choose_by_place(choice)
    else:
        _choose_event(choice)
        _choose_state(choice)
    if not choice.is_fixed("verify") and choice.header:
        _take(choice, "verify", choice.of_kind("verify") or choice.named(VERIFY_NAMES))
    if not choice.is_fixed("workcode") and choice.header:
        _take(choice, "workcode", choice.named(WORKCODE_NAMES))
    _choose_device(choice)


def _take(choice: Choice, meaning: str, numbers: Iterable[int]) -> bool:
    taken = set(choice.columns.values())
    free = [each for each in numbers if each not in taken]
    choice.candidates.setdefault(meaning, free)
    if free:
        choice.columns[meaning] = free[0]
    return bool(free)


def _choose_by_place(choice: Choice) -> None:
    """Take the columns of a file of a USB stick: terminal, state, verification, work code.

    Some exports have the verification before the state: told by codes no state has. Rows
    without the number of the terminal have a 0 in its place, which no terminal has.
    """
    behind = 1 + max(choice.columns.get("time", 0), choice.columns.get("clock", 0))
    terminal, state, verify, work = range(behind, behind + 4)
    count = len(choice.facts.columns)
    values = [column.values for column in choice.facts.columns]
    if (
        verify < count
        and not values[state] <= CODES
        and values[verify] <= CODES
        and values[verify]
    ):
        state, verify = verify, state
    is_shifted = (
        terminal < count and "0" in values[terminal] and values[terminal] <= CODES
    )
    if is_shifted and "state" not in choice.fixed:
        reason = Reason("ask_state", {"column": choice.title(terminal)})
        numbers = [each for each in (terminal, state) if each < count]
        choice.ask_column("state", reason, numbers, or_none=True)
        return
    is_turned = (
        verify < count and values[state] == {"1"} and {"0", "1"} <= values[verify]
    )
    if is_turned and values[verify] <= CODES and "state" not in choice.fixed:
        # Finger in all rows, or going out in all rows.
        reason = Reason("ask_state", {"column": choice.title(state)})
        choice.ask_column("state", reason, [state, verify], or_none=True)
        return
    if choice.fixed.get("state") == terminal:
        state, verify, work = range(terminal, terminal + 3)
    elif choice.fixed.get("state") == verify:
        state, verify = verify, state
    places = {"state": state, "verify": verify, "workcode": work}
    choice.columns |= {
        meaning: place for meaning, place in places.items() if place < count
    }
    for meaning in places:
        choice.is_fixed(meaning)


def _choose_event(choice: Choice) -> None:
    """Find the column that says whether a person was let in."""
    if choice.is_fixed("event"):
        return
    of_kind = choice.of_kind("event")
    for number in of_kind or choice.named(EVENT_NAMES, ["status"]):
        values = choice.column(number).values
        if any(has_passed(value) is not None for value in values):
            choice.columns["event"] = number
            return
    if of_kind:
        choice.columns["event"] = of_kind[0]
        first = [choice.option(of_kind[0]), Option("", "")]
        choice.ask("event", Reason("ask_event"), first)


def _choose_state(choice: Choice) -> None:
    if choice.is_fixed("state"):
        return
    of_kind = choice.of_kind("state")
    numbers = choice.named(STATE_NAMES) if of_kind is None else of_kind
    if not choice.header:
        numbers = [each.number for each in choice.free() if _are_states(each.values)]
    taken = set(choice.columns.values())
    numbers = [each for each in numbers if each not in taken]
    choice.candidates["state"] = numbers
    for number in numbers:
        values, name = choice.column(number).values, choice.name(number)
        is_numeric = all(map(str.isdecimal, values))
        if of_kind or (not is_numeric and any(read_state(v)[1] for v in values)):
            choice.columns["state"] = number
        elif is_numeric and name in _VAGUE:
            reason = Reason("ask_state", {"column": choice.title(number)})
            choice.ask_column("state", reason, [number], or_none=True)
        elif is_numeric and name not in _VAGUER:
            choice.columns["state"] = number
        else:
            continue
        return
    words = [each for each in numbers if choice.name(each) not in _VAGUE | _VAGUER]
    free = [each.number for each in choice.free() if _are_states(each.values)]
    _take(choice, "state", words[:1] or free)


def _are_states(values: Iterable[str]) -> bool:
    return all(map(is_state_word, values))


def choose_codes(choice: Choice) -> str:
    """Return what numbers of a state mean; ask where terminals do not agree.

    A number that is alone, as where nobody presses keys, is asked about for no terminal; in
    a table, 1 is, which may be the in of all and the out of all.
    """
    codes = sorted(value for value in _states(choice) if value.isdecimal())
    if not choice.kind.asks_codes or not codes:
        return "zk"
    if len(codes) == 1 and (choice.kind.key or codes != ["1"]):
        return "none" if choice.kind.key else "zk"
    if choice.name(choice.columns["state"]) in _ZK_NAMES:
        return "zk"
    named = {
        "codes": ", ".join(codes[:_MAX_SHOWN]),
        "column": choice.title(choice.columns["state"]),
    }
    ways = [Option(way, way) for way in reversed(STATE_CODES)]
    choice.ask("state_codes", Reason("ask_state_codes", named), ways)
    return "none"


def ask_breaks(choice: Choice) -> None:
    """Ask whether "Out" means a break, where the words of the file leave it open."""
    values = _states(choice)
    if may_mean_break(values):
        words = ", ".join(sorted(values)[: 2 * _MAX_SHOWN])[:120]
        options = [Option("0", ""), Option("1", "")]
        choice.ask("with_breaks", Reason("ask_with_breaks", {"words": words}), options)


def _states(choice: Choice) -> frozenset[str]:
    column = choice.columns.get("state", len(choice.facts.columns))
    if column >= len(choice.facts.columns):
        return frozenset()
    return frozenset(choice.column(column).values)


def unknown_words(choice: Choice) -> tuple[str, ...]:
    """Return the states of the file that are not known."""
    return tuple(
        sorted(value for value in _states(choice) if not read_state(value)[1])
    )[:_MAX_DEVICES]


def _choose_device(choice: Choice) -> None:
    if choice.is_fixed("device"):
        return
    of_kind = choice.of_kind("device")
    taken = set(choice.columns.values())
    numbers = choice.named(DEVICE_NAMES) if of_kind is None else of_kind
    if choice.kind is ATTLOG:
        numbers = [
            1 + max(choice.columns.get("time", 0), choice.columns.get("clock", 0))
        ]
    numbers = [
        n
        for n in numbers
        if n not in taken
        and n < len(choice.facts.columns)
        and not (choice.name(n) in SERIAL_NAMES and choice.column(n).counts())
    ]
    choice.candidates["device"] = numbers
    for number in numbers:
        column = choice.column(number)
        is_serial = choice.name(number) in SERIAL_NAMES
        if is_serial or (column.values and all(map(looks_like_serial, column.values))):
            choice.columns["device"] = number
            return
    for number in numbers:
        values = choice.column(number).values
        if 1 < len(values) <= _MAX_DEVICES and not _is_asked(choice, "state"):
            devices = ", ".join(sorted(values)[:_MAX_SHOWN])
            reason = Reason("ask_device", {"devices": devices[:120]})
            choice.ask_column("device", reason, [number], or_none=True)
            return


def _is_asked(choice: Choice, code: str) -> bool:
    return any(question.code == code for question in choice.questions)
