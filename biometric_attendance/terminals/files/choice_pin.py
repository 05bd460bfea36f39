"""Find the column of the PIN, or ask: a wrong one gives punches to another person."""

from collections.abc import Collection, Iterable

from ..reasons import Reason
from .choice import Choice
from .kinds import ATTLOG
from .names import ALL_NAMES, INTERNAL_NAMES, PIN_NAMES, WEAK_PIN_NAMES
from .pins import is_decimal, is_pin_like, read_pin, with_zeros, zero_widths
from .proposal import Option

#: Lengths of PINs that are offered where nothing tells one.
_LENGTHS = (4, 5, 6, 8)
_LOOKED_AT = 100


def choose_pin(choice: Choice) -> None:
    """Find the column of the PIN; it is asked where more than one may be, or none should."""
    strong, internal, weak = _candidates(choice)
    choice.candidates["pin"] = list(
        dict.fromkeys([*strong, *internal, *weak, *_others(choice)])
    )
    if choice.is_fixed("pin"):
        return
    if not choice.header and _choose_by_place(choice):
        return
    counting = [
        each for each in [*strong, *internal, *weak] if choice.column(each).counts()
    ]
    strong, internal, weak = (
        [each for each in group if each not in counting]
        for group in (strong, internal, weak)
    )
    if strong:
        _choose_of_strong(choice, strong, internal)
    elif internal:
        _ask(choice, "ask_pin_internal", [*internal, *weak, *_others(choice)])
    elif weak and _may_be_taken(choice, weak):
        choice.columns["pin"] = weak[0]
    elif weak:
        _ask(choice, "ask_pin_weak", [*weak, *_others(choice)])
    elif counting:
        _ask(choice, "ask_pin_counter", [*counting, *_others(choice)])
    else:
        choice.ask_column("pin", Reason("ask_pin_unknown"), choice.candidates["pin"])


def _candidates(choice: Choice) -> tuple[list[int], list[int], list[int]]:
    """Return columns named as the PIN, as a number inside a program, and as any number."""
    taken = set(choice.columns.values())
    of_kind = choice.of_kind("pin") or []
    internal_names = {*choice.kind.internal, *(() if of_kind else INTERNAL_NAMES)}
    internal = [each for each in choice.named(internal_names) if each not in taken]
    strong = of_kind or choice.named(PIN_NAMES)
    strong = [each for each in strong if each not in taken and each not in internal]
    if choice.kind.pin_with_name:
        strong = strong[:1]
    weak = [
        each
        for each in choice.named(WEAK_PIN_NAMES)
        if each not in [*strong, *internal]
    ]
    return strong, internal, [each for each in weak if each not in taken]


def _others(choice: Choice) -> list[int]:
    """Return the columns without a known name whose values may be PINs."""
    return [
        column.number
        for column in choice.free()
        if not column.counts()
        and (not choice.header or choice.name(column.number) not in ALL_NAMES)
        and _are_pins(column.values)
    ]


def _are_pins(values: Collection[str]) -> bool:
    looked_at = sorted(values)[:_LOOKED_AT]
    return 2 * sum(map(is_pin_like, looked_at)) > len(looked_at)


def _are_names(values: Collection[str]) -> bool:
    """Return whether most of the values that may be PINs look like names of people."""
    looked_at = sorted(values)[:_LOOKED_AT]
    readable = [v for v in looked_at if isinstance(read_pin(v, with_name=True), str)]
    return 2 * sum(map(is_pin_like, readable)) < len(readable)


def _choose_by_place(choice: Choice) -> bool:
    """Take the first column of a file without a header, if the time is behind it."""
    first = min(choice.columns.get("time", 99), choice.columns.get("day", 99))
    if first != 1 or not choice.facts.columns[0].filled:
        return False
    others = _others(choice)
    if choice.column(0).counts():
        _ask(choice, "ask_pin_counter", [0, *others])
    elif _are_names(choice.column(0).values):
        return False
    elif choice.kind is ATTLOG or others == [0]:
        choice.columns["pin"] = 0
    else:
        return False
    return True


def _choose_of_strong(choice: Choice, strong: list[int], internal: list[int]) -> None:
    first, *rest = strong
    others = [each for each in [*rest, *internal] if choice.facts.differ(first, each)]
    if not others and not _are_names(choice.column(first).values):
        choice.columns["pin"] = first
        return
    if not others:
        _ask(choice, "ask_pin_weak", [first, *_others(choice)])
        return
    columns = ", ".join(map(choice.title, [first, *others]))
    choice.ask_column(
        "pin", Reason("ask_pin_which", {"columns": columns}), [first, *others]
    )


def _may_be_taken(choice: Choice, weak: list[int]) -> bool:
    """Return whether the only column that may be the PIN holds it.

    It does where its numbers come again, as people do and rows do not.
    """
    column = choice.column(weak[0])
    if len(weak) > 1 or _others(choice) or _are_names(column.values):
        return False
    is_short = choice.facts.row_count < 3
    comes_again = column.has_more_values or len(column.values) < column.filled
    return is_short or (comes_again and not column.rises())


def _ask(choice: Choice, code: str, numbers: list[int]) -> None:
    reasons = {
        "ask_pin_counter": Reason(
            "ask_pin_counter", {"column": choice.title(numbers[0])}
        ),
        "ask_pin_internal": Reason(
            "ask_pin_internal", {"column": choice.title(numbers[0])}
        ),
        "ask_pin_weak": Reason("ask_pin_weak", {"column": choice.title(numbers[0])}),
    }
    choice.ask_column("pin", reasons[code], numbers)


def choose_width(choice: Choice, known_pins: Collection[str]) -> int:
    """Return how long PINs are made, 0 for as they are written; ask where zeros may differ.

    :param known_pins: of the device.
    """
    column = choice.columns.get("pin")
    if column is None or column >= len(choice.facts.columns):
        return 0
    texts = sorted(choice.column(column).values)
    read = (read_pin(text, with_name=choice.kind.pin_with_name) for text in texts)
    pins = [
        pin
        for pin in read
        if isinstance(pin, str) and pin.isascii() and pin.isdecimal()
    ]
    known = set(known_pins)
    widths = zero_widths(known)
    if any(map(is_decimal, texts)):
        lengths = widths or zero_widths(pins) or _LENGTHS
        lengths = [
            length for length in lengths if length >= max(map(len, pins), default=1)
        ]
        _ask_width(choice, Reason("ask_pin_spreadsheet"), pins, [0, *lengths])
        return 0
    if choice.kind.asks_zeros and zero_widths(pins):
        return _choose_zeros(choice, pins, known, widths)
    lost = [
        width
        for width in widths
        if any(pin not in known and with_zeros(pin, width) in known for pin in pins)
    ]
    if lost:
        _ask_width(choice, Reason("ask_pin_lost_zeros"), pins, [0, *lost])
    return 0


def _choose_zeros(
    choice: Choice, pins: list[str], known: set[str], widths: list[int]
) -> int:
    """Return whether the zeros before PINs are kept or removed; ask where no PIN is known."""
    ways: dict[tuple[str, ...], int] = {}
    for width in (1, 0, *widths):
        as_shown = tuple(with_zeros(pin, width) if width else pin for pin in pins)
        ways.setdefault(as_shown, width)
    fitting = [width for shown, width in ways.items() if not known.isdisjoint(shown)]
    if len(fitting) == 1:
        return fitting[0]
    _ask_width(choice, Reason("ask_pin_zeros"), pins, ways.values())
    return 1


def _ask_width(
    choice: Choice, reason: Reason, pins: list[str], widths: Iterable[int]
) -> None:
    # A short PIN shows the difference.
    example = min(pins, key=lambda pin: len(pin.lstrip("0")), default="17")
    shown = {
        width: with_zeros(example, width) if width else example for width in widths
    }
    choice.ask(
        "pin_width", reason, [Option(str(width), pin) for width, pin in shown.items()]
    )
