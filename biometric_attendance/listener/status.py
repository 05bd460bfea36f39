"""How a listener is, for people and programs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import files
from .configuration import secret_in, server_text, settings_in, urls
from .place import Place
from .setup import answers


def status(place: Place, brands: Mapping[str, Any]) -> dict:
    """Return what there is to tell, ready for JSON.

    ``enabled`` is whether it is configured, ``answers`` whether terminals reach exactly
    that configuration now, ``up_to_date`` whether this version of the addon would write
    the same. ``urls`` has what to type into a terminal of each brand, None
    where its terminals cannot call this listener.

    :param brands: as ``Settings.brands``.
    :raises ListenerError: the configuration was edited.
    """
    text = files.read(place.file)
    if not text:
        return {"enabled": False, "answers": False, "file": str(place.file)}
    settings = settings_in(text)
    written_now = server_text(replace(settings, brands=brands), secret_in(text))
    return {
        "enabled": True,
        "answers": answers(text),
        "up_to_date": text == written_now,
        "file": str(place.file),
        "address": settings.host,
        "port": settings.port,
        "interface": settings.interface,
        "tls": settings.tls,
        "upstreams": list(settings.upstreams),
        "database": settings.database or None,
        "urls": urls(settings, brands),
    }
