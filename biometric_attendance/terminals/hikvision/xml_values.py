"""XML of terminals to nested values, and back. They write small documents without types.

The standard library's reader, because the bridge has no other. Documents that declare
anything are refused before they are read: nothing of ISAPI needs a DOCTYPE, and entities
are how XML is attacked.
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from ..errors import ProtocolError

NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
MAX_XML_BYTES = 2**20
_MAX_DEPTH = 32
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE).search


def read_xml(body: bytes) -> tuple[str, dict[str, Any]]:
    """Return the name of the root, and its elements by name: text, a dict, or a list of
    either where a name repeats. Names are without their namespace.

    :raises ProtocolError: ``hikvision_xml`` for what is no document.
    """
    if len(body) > MAX_XML_BYTES or _DECLARES(body) or b"\0" in body:
        raise ProtocolError("hikvision_xml")
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ProtocolError("hikvision_xml") from None
    values = _values(root, _MAX_DEPTH)
    return _name(root.tag), values if isinstance(values, dict) else {}


def _values(element: ElementTree.Element, depth: int) -> Any:
    if not depth:
        raise ProtocolError("hikvision_xml")
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name, value = _name(child.tag), _values(child, depth - 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def write_xml(root: str, values: Mapping[str, Any]) -> bytes:
    """Return a document as terminals take it; text is escaped."""
    element = ElementTree.Element(root, {"version": "2.0", "xmlns": NAMESPACE})
    _write(element, values)
    text = ElementTree.tostring(element, encoding="unicode")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode()


def _write(element: ElementTree.Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            child = ElementTree.SubElement(element, name)
            if isinstance(each, Mapping):
                _write(child, each)
            elif isinstance(each, bool):
                child.text = "true" if each else "false"
            else:
                child.text = str(each)
