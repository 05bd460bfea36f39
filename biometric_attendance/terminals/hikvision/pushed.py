"""What a terminal pushed, to records."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Photo, Refused, Upload
from ..text import shown, storable
from .alerts import read_alert, read_mac, split_alerts
from .bodies import Body, read_body
from .punches import decode_event, read_number

#: Name under which refused events are kept; their lines are read as bodies again.
TABLE = "push"


def decode_push(body: bytes) -> Upload:
    """Return the punches and denied attempts of a body; what cannot be read is refused.

    A picture belongs to the one punch it came with. Of several nobody knows whose it is,
    and of somebody who was not let in it is not kept.
    """
    read = read_body(body)
    upload = decode_documents(read)
    if len(upload.punches) == upload.lines == 1 and read.pictures:
        [punch] = upload.punches
        upload.add(Photo(punch.pin, punch.time, "punch", read.pictures[0]))
    return upload


def decode_documents(read: Body) -> Upload:
    """Return the records of the documents of a body, without its pictures."""
    upload = Upload()
    for text in read.unreadable:
        upload.lines += 1
        refused = Refused(shown(storable(text)), Reason("hikvision_push_unreadable"))
        upload.add(refused)
    for alert in _alerts(read):
        events = read_alert(alert)
        if events is None:
            upload.lines += 1
            text = storable(json.dumps(alert, ensure_ascii=False))
            upload.add(Refused(shown(text), Reason("hikvision_not_an_event")))
        for event in events or ():
            upload.lines += 1
            _add(event, upload)
    return refuse_oversized(upload)


def _alerts(read: Body) -> Iterator[Any]:
    for document in read.documents:
        yield from split_alerts(document)


def _add(event: Mapping[str, Any], upload: Upload) -> None:
    record = decode_event(event)
    if record is not None:
        upload.add(record)
    number = read_number(event)
    before = read_number({"serialNo": event.get("frontSerialNo")})
    if number and before:
        upload.sequence.append((before, number))


def find_mac(read: Body) -> str | None:
    """Return the address of the network card a body names, ``None`` where it names none."""
    mac = next(filter(None, map(read_mac, _alerts(read))), "")
    return storable(mac)[:32] if mac else None
