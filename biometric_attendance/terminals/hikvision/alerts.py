"""Alerts to events: envelopes taken off, names made those of the terminal.

    {"dateTime":"..","macAddress":"..","eventType":"AccessControllerEvent",
     "AccessControllerEvent":{"majorEventType":5,"subEventType":75,..},"currentEvent":true}
    {"EventNotificationAlert":{..the same..,"devIndex":"2cd6716d-.."}}       Device Gateway
    {"employee_no":"17","event_serial":12,"event_time":"..","major":5,"minor":75}
    {"eventType":"heartBeat"}          {"eventType":"videoloss","eventState":"inactive"}

Sources: recorded pushes and streams, the vendor's guide of the Device Gateway, public
receivers and one program that forwards with names of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .bodies import parse_json

#: What an event takes over of its envelope, where it does not say it itself.
_OF_ENVELOPE = ("dateTime", "currentEvent")
_WRAPPERS = ("EventNotificationAlert", "EventNotificationAlertList")
_EVENT = "AccessControllerEvent"
#: By which an event is known, whatever it is wrapped in.
_CODES = ("major", "majorEventType")
#: What programs that forward events call the values.
_FORWARDED = {
    "employee_no": "employeeNoString",
    "employee_no_string": "employeeNoString",
    "event_serial": "serialNo",
    "serial_no": "serialNo",
    "front_serial_no": "frontSerialNo",
    "event_time": "dateTime",
    "date_time": "dateTime",
    "major_event_type": "majorEventType",
    "sub_event_type": "subEventType",
    "attendance_status": "attendanceStatus",
    "current_verify_mode": "currentVerifyMode",
    "current_event": "currentEvent",
    "card_no": "cardNo",
}
_MAX_DEPTH = 6


def split_alerts(document: Any, depth: int = _MAX_DEPTH) -> Iterator[Any]:
    """Yield the alerts of a document: what is inside of arrays and of wrappers."""
    if depth and isinstance(document, list):
        for each in document:
            yield from split_alerts(each, depth - 1)
        return
    if depth and isinstance(document, Mapping):
        inside = [document[name] for name in _WRAPPERS if name in document]
        if inside:
            yield from split_alerts(inside, depth - 1)
            return
    yield document


def read_mac(alert: Any) -> str:
    """Return the address of the network card an alert names, ``""`` for none."""
    mac = None
    if isinstance(alert, Mapping):
        mac = alert.get("macAddress", alert.get("mac_address"))
    return mac.strip().lower() if isinstance(mac, str) else ""


def read_alert(values: Any) -> list[dict[str, Any]] | None:
    """Return the events of an alert, each with what its envelope says.

    :return: an empty list for alerts that are no events of an access terminal, heartbeats
        among them; ``None`` for what is no alert.
    """
    if not isinstance(values, Mapping):
        return None
    values = {_FORWARDED.get(str(name), str(name)): v for name, v in values.items()}
    inner = _inner_events(values)
    if inner:
        shared = {name: values[name] for name in _OF_ENVELOPE if name in values}
        return [{**shared, **event} for event in inner]
    if _has_codes(values):
        return [values]
    kind = values.get("eventType")
    if isinstance(kind, str) and kind.strip() not in ("", _EVENT):
        return []
    return None


def _inner_events(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the events in an envelope, by whichever name firmware gives them."""
    named = values.get(_EVENT)
    if isinstance(named, str):  # JSON within JSON
        named = parse_json(named)
    for each in (named, *values.values()):
        events = each if isinstance(each, list) else [each]
        inner = [event for event in events if _has_codes(event)]
        if inner:
            return inner
    return []


def _has_codes(values: Any) -> bool:
    return isinstance(values, Mapping) and any(name in values for name in _CODES)
