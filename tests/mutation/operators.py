"""What can be wrong in a format: fields swapped, shifted or dropped, one at a time.

A mutation changes a syntax tree in place and says in words what it did, so that the same
mutation is found again by its words however often the file is edited around it.
"""

import ast
import re
from collections.abc import Callable, Iterator

Mutation = tuple[str, Callable[[], None]]

_STRUCT = re.compile(r"[<>](?:\d*[xcbBhHiIqQs])+").fullmatch
_FIELD = re.compile(r"(\d*)([xcbBhHiIqQs])")


def mutations(tree: ast.AST) -> Iterator[Mutation]:
    """All mutations of a definition, in the order of its text."""
    for node in _walk(tree):
        for kind, mutate in _OPERATORS:
            if isinstance(node, kind):
                yield from mutate(node)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, but for annotations, refusals and tests of membership."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        node = node.left
    if isinstance(node, ast.Call) and _words(node.func) in _REFUSALS:
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child)


_REFUSALS = {"Reason", "Refused"}


def _words(node: ast.AST) -> str:
    """A few words of the source that a node stands for."""
    text = re.sub(r"\s+", " ", ast.unparse(node))
    return text if len(text) <= 40 else f"{text[:37]}..."


def _swap(items: list, first: int, second: int) -> Callable[[], None]:
    def apply() -> None:
        items[first], items[second] = items[second], items[first]

    return apply


def _swaps(items: list, what: str) -> Iterator[Mutation]:
    """Each pair of neighbours that differ, exchanged."""
    for place in range(len(items) - 1):
        one, other = _words(items[place]), _words(items[place + 1])
        fixed = any(isinstance(items[at], ast.Starred) for at in (place, place + 1))
        if one != other and not fixed:
            yield f"{what}: swap {one} and {other}", _swap(items, place, place + 1)


def _struct(node: ast.Constant) -> Iterator[Mutation]:
    """A struct's format: neighbours of different size swapped, the byte order turned."""
    if not isinstance(node.value, str) or not _STRUCT(node.value):
        return
    order, fields = node.value[0], _split(node.value[1:])
    for place in range(len(fields) - 1):
        if fields[place] == fields[place + 1]:
            continue
        turned = fields.copy()
        _swap(turned, place, place + 1)()
        yield (
            f"struct {node.value}: swap {fields[place]} and {fields[place + 1]}"
            f" at {place}",
            _setter(node, "value", order + "".join(turned)),
        )
    if any(field[-1] in "hHiIqQ" for field in fields):
        other = ">" if order == "<" else "<"
        yield (
            f"struct {node.value}: turn the byte order",
            _setter(node, "value", other + node.value[1:]),
        )


def _split(text: str) -> list[str]:
    fields: list[str] = []
    for count, code in _FIELD.findall(text):
        fields += [count + code] if code in "sx" else [code] * int(count or 1)
    return fields


def _setter(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _tuple(node: ast.Tuple) -> Iterator[Mutation]:
    if all(isinstance(item, ast.Constant) for item in node.elts):
        yield from _alternatives(node.elts)
    elif not all(isinstance(item, ast.Call) for item in node.elts):
        yield from _swaps(node.elts, "tuple")


def _alternatives(items: list[ast.expr]) -> Iterator[Mutation]:
    """Names a value may come under, each not known."""
    for place, item in enumerate(items):
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            yield (
                f"name {item.value!r}: drop",
                _setter(items[place], "value", f"no {item.value}"),
            )


def _dict(node: ast.Dict) -> Iterator[Mutation]:
    names = [_words(key) if key else "**" for key in node.keys]
    for place, name in enumerate(names):
        yield f"entry {name}: drop", _dropper(node, place)
    for place in range(len(names) - 1):
        one, other = node.values[place], node.values[place + 1]
        if "**" not in names[place : place + 2] and _words(one) != _words(other):
            yield (
                f"entry {names[place]}: swap with {names[place + 1]}",
                _swap(node.values, place, place + 1),
            )


def _dropper(node: ast.Dict, place: int) -> Callable[[], None]:
    def apply() -> None:
        del node.keys[place], node.values[place]

    return apply


def _call(node: ast.Call) -> Iterator[Mutation]:
    """A record made, values of an object asked for, or a slice."""
    name = _words(node.func).rpartition(".")[2]
    if name == "slice":
        yield f"{_words(node)}: shift by one", _shifter(node.args)
    elif name in _ASKING:
        yield from _alternatives(node.args[:1] if name in _WITH_DEFAULT else node.args)
    elif name.lstrip("_")[:1].isupper():
        yield from _swaps(node.args, name)
        for keyword in node.keywords:
            if keyword.arg and not isinstance(keyword.value, ast.Constant):
                yield f"{name}.{keyword.arg}: drop", _emptier(keyword)


_WITH_DEFAULT = {"get", "pop"}
_ASKING = {
    *_WITH_DEFAULT,
    "value",
    "text",
    "object",
    "objects",
    "first_value",
    "read_text",
}


def _shifter(bounds: list[ast.expr]) -> Callable[[], None]:
    def apply() -> None:
        for place, bound in enumerate(bounds):
            bounds[place] = _plus_one(bound)

    return apply


def _plus_one(node: ast.expr) -> ast.expr:
    return ast.copy_location(
        ast.BinOp(node, ast.Add(), ast.copy_location(ast.Constant(1), node)), node
    )


def _emptier(keyword: ast.keyword) -> Callable[[], None]:
    empty = ast.copy_location(ast.Constant(None), keyword.value)
    return _setter(keyword, "value", empty)


def _index(node: ast.Subscript) -> Iterator[Mutation]:
    """A place in a row, or the name of a value."""
    key = node.slice
    if isinstance(key, ast.Constant):
        if isinstance(key.value, int):
            yield f"{_words(node)}: shift by one", _setter(key, "value", key.value + 1)
        elif isinstance(key.value, str) and isinstance(node.ctx, ast.Load):
            yield f"{_words(node)}: drop", _setter(key, "value", f"no {key.value}")
    elif isinstance(key, ast.Slice):
        for name in ("lower", "upper"):
            bound = getattr(key, name)
            if isinstance(bound, ast.Constant) and isinstance(bound.value, int):
                yield (
                    f"{_words(node)}: shift the {name} bound",
                    _setter(bound, "value", bound.value + 1),
                )


def _bits(node: ast.BinOp) -> Iterator[Mutation]:
    """Bits of a packed number, moved by one or one too few."""
    width = node.right
    if not isinstance(width, ast.Constant) or not isinstance(width.value, int):
        return
    if isinstance(node.op, (ast.RShift, ast.LShift)):
        yield f"{_words(node)}: shift by one", _setter(width, "value", width.value + 1)
    elif isinstance(node.op, ast.BitAnd):
        yield f"{_words(node)}: one bit less", _setter(width, "value", width.value >> 1)


def _parameters(node: ast.FunctionDef) -> Iterator[Mutation]:
    """Pieces of a record handed to a function whose name says so."""
    if node.name.lstrip("_").startswith(_BY_PLACE):
        yield from _swaps(node.args.args, node.name)


#: Beginnings of functions that are given the pieces of a record in its order.
_BY_PLACE = ("read_", "write_", "old", "wide", "new", "middle", "user")

_OPERATORS: list[tuple[type, Callable[..., Iterator[Mutation]]]] = [
    (ast.FunctionDef, _parameters),
    (ast.Constant, _struct),
    (ast.Tuple, _tuple),
    (ast.Dict, _dict),
    (ast.Call, _call),
    (ast.Subscript, _index),
    (ast.BinOp, _bits),
]
