"""Typed values to JSON and back, by the annotations of the classes they belong to.

A dataclass is an object without the fields that have their default, a named tuple an array
without those at its end. Where the annotation leaves the type open, what JSON cannot hold is
an object with the one key ``$type``.
"""

import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from .errors import ProtocolError


class Codec(NamedTuple):
    """How values of one type become JSON, and JSON becomes values."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def refusal(expected: str) -> ProtocolError:
    """Return the error for JSON that is not what was expected."""
    return ProtocolError("step_unreadable", expected=expected)


@lru_cache(None)
def codec(hint: Any) -> Codec:
    """Return the codec of an annotation.

    :raises TypeError: for one that no codec is made for.
    """
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if is_dataclass(hint):
        return _dataclass(hint)
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return _named_tuple(hint)
    make = _GENERIC.get(get_origin(hint))
    if make is None:
        raise TypeError(f"No codec for {hint!r}.")
    return make(*get_args(hint))


def _checked(kind: type, encode: Callable[[Any], Any] | None = None) -> Codec:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise refusal(kind.__name__)
        return value

    return Codec(encode or kind, decode)


def _parsed(
    kind: type, encode: Callable[[Any], str], parse: Callable[[str], Any]
) -> Codec:
    def decode(value: Any) -> Any:
        if type(value) is not str:
            raise refusal(kind.__name__)
        try:
            return parse(value)
        except ValueError:
            raise refusal(kind.__name__) from None

    return Codec(encode, decode)


def _bytes_of(text: str) -> bytes:
    return b64decode(text, validate=True)


def _text_of(blob: bytes) -> str:
    return b64encode(blob).decode()


def _isoformat(value: Any) -> str:
    return value.isoformat()


#: Types written as text: key in an object ``$type``, to the type's codec.
_TAGS = {
    "datetime": (datetime, _parsed(datetime, _isoformat, datetime.fromisoformat)),
    "date": (date, _parsed(date, _isoformat, date.fromisoformat)),
    "time": (time, _parsed(time, _isoformat, time.fromisoformat)),
    "bytes": (bytes, _parsed(bytes, _text_of, _bytes_of)),
}


def _encode_any(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):  # a member of an enumeration is its number
        return int(value) if isinstance(value, int) else float(value)
    if isinstance(value, Mapping):
        encoded = {str(key): _encode_any(each) for key, each in value.items()}
        escaped = len(encoded) == 1 and next(iter(encoded)).startswith("$")
        return {"$object": encoded} if escaped else encoded
    if isinstance(value, list):
        return [_encode_any(each) for each in value]
    if isinstance(value, tuple):
        return {"$tuple": [_encode_any(each) for each in value]}
    for name, (kind, own) in _TAGS.items():
        if isinstance(value, kind):
            return {f"${name}": own.encode(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON.")


def _decode_any(value: Any) -> Any:
    if isinstance(value, list):
        return [_decode_any(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(key, inner)] = value.items()
        if key.startswith("$"):
            return _decode_tagged(key[1:], inner)
    return {key: _decode_any(each) for key, each in value.items()}


def _decode_tagged(name: str, value: Any) -> Any:
    if name == "object":
        return {key: _decode_any(each) for key, each in _object(value).items()}
    if name == "tuple":
        return tuple(_decode_any(each) for each in _array(value))
    if name not in _TAGS:
        raise refusal("value")
    return _TAGS[name][1].decode(value)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal("object")
    return value


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise refusal("array")
    return value


_ANY = Codec(_encode_any, _decode_any)
_SIMPLE: dict[Any, Codec] = {
    Any: _ANY,
    bool: _checked(bool),
    int: _checked(int),
    str: _checked(str),
    bytes: _TAGS["bytes"][1],
    datetime: _TAGS["datetime"][1],
}


def _list(item: Any) -> Codec:
    inner = codec(item)
    return Codec(
        lambda values: [inner.encode(each) for each in values],
        lambda values: [inner.decode(each) for each in _array(values)],
    )


def _tuple(item: Any, _more: Any = None) -> Codec:
    inner = _list(item)
    return Codec(inner.encode, lambda values: tuple(inner.decode(values)))


def _dict(_key: Any, item: Any) -> Codec:
    inner = codec(item)
    return Codec(
        lambda values: {str(key): inner.encode(each) for key, each in values.items()},
        lambda values: {
            key: inner.decode(each) for key, each in _object(values).items()
        },
    )


def _union(*kinds: Any) -> Codec:
    """A value that may be missing; of more than one type, its JSON says which it is."""
    present = [kind for kind in kinds if kind is not type(None)]
    inner = codec(present[0]) if len(present) == 1 else _one_of(present)
    if len(present) == len(kinds):
        return inner
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _one_of(kinds: list[Any]) -> Codec:
    allowed = {each for kind in kinds for each in get_args(kind) or (kind,)}
    words = [each for each in allowed if not isinstance(each, type)]

    def decode(value: Any) -> Any:
        decoded = _decode_any(value)
        if type(decoded) not in allowed and decoded not in words:
            raise refusal("value")
        return decoded

    return Codec(_encode_any, decode)


_GENERIC: dict[Any, Callable[..., Codec]] = {
    list: _list,
    tuple: _tuple,
    dict: _dict,
    Mapping: _dict,
    Sequence: _tuple,
    Union: _union,
    types.UnionType: _union,
}


def _default(field: Field) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _dataclass(cls: Any) -> Codec:
    hints = get_type_hints(cls)
    own = {each.name: (codec(hints[each.name]), _default(each)) for each in fields(cls)}
    needed = {name for name, (_, default) in own.items() if default is MISSING}

    def encode(value: Any) -> dict[str, Any]:
        found = {}
        for name, (inner, default) in own.items():
            each = getattr(value, name)
            if default is MISSING or each != default:
                found[name] = inner.encode(each)
        return found

    def decode(value: Any) -> Any:
        given = _object(value)
        if not (needed <= given.keys() <= own.keys()):
            raise refusal(cls.__name__)
        return cls(**{name: own[name][0].decode(given[name]) for name in given})

    return Codec(encode, decode)


def _named_tuple(cls: Any) -> Codec:
    hints = get_type_hints(cls)
    inner = [codec(hints[name]) for name in cls._fields]
    encoders, decoders = zip(*inner, strict=True)
    defaults = [cls._field_defaults.get(name, MISSING) for name in cls._fields]
    needed = defaults.count(MISSING)

    def encode(value: Any) -> list[Any]:
        count = len(value)
        while count > needed and value[count - 1] == defaults[count - 1]:
            count -= 1
        return [make(each) for make, each in zip(encoders[:count], value, strict=False)]

    def decode(value: Any) -> Any:
        count = len(_array(value))
        if not needed <= count <= len(decoders):
            raise refusal(cls.__name__)
        return cls(*[make(each) for make, each in zip(decoders, value, strict=False)])

    return Codec(encode, decode)
