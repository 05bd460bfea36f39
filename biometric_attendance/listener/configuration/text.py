"""Write the text of nginx's configuration, and read settings and secret from it."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from .errors import ListenerError
from .proof import PROOF_HEADER
from .server_template import FAILURE, LOCATION, MAIN, MAP, REWRITE, SERVER, TLS
from .settings import Settings, bracketed

#: URL path at which a listener answers the fingerprint of its configuration.
STATE_PATH = "/biometric/listener"
#: Written in place of the secret where the configuration is shown.
HIDDEN = "(secret)"
_SETTINGS = re.compile(r"^# settings: (\{.*\})$", re.MULTILINE)
_SECRET = re.compile(rf'^\s*proxy_set_header {PROOF_HEADER} "([\w-]+)";$', re.MULTILINE)
_FINGERPRINT = re.compile(r'return 200 "([0-9a-f]{16})\\n";$', re.MULTILINE)


def server_text(settings: Settings, secret: str) -> str:
    """Return the configuration of one listener, for the inside of ``http {}``.

    :param secret: sent to Odoo with each request, to prove that it came through nginx.
    """
    parts = {
        "settings": json.dumps(_values(settings)),
        "name": f"biometric_{settings.port}",
        "upstreams": _lines(f"server {each};" for each in settings.upstreams),
        "listen": f"{bracketed(settings.interface)}:{settings.port}",
        "ssl": " ssl" if settings.tls else "",
        "tls": _tls(settings),
        "trusted": _trusted(settings),
        "host": bracketed(settings.host),
        "database": settings.database,
        "logs": settings.logs,
        "proof": PROOF_HEADER,
        "secret": secret,
        **_brand_parts(settings),
        "state": STATE_PATH,
        "device_rate": settings.device_rate,
        "device_burst": 4 * settings.device_rate,
        "address_rate": settings.address_rate,
        "address_burst": 4 * settings.address_rate,
    }
    draft = SERVER.substitute(parts, fingerprint="")
    fingerprint = hashlib.sha256(draft.encode()).hexdigest()[:16]
    return SERVER.substitute(parts, fingerprint=fingerprint)


def main_text(folder: str, server_file: str) -> str:
    """Return the whole configuration of an nginx that serves one listener alone.

    :param folder: absolute path of the folder for all its files.
    :param server_file: name of the file in it that has ``server_text``.
    """
    return MAIN.substitute(folder=folder, server_file=server_file)


def settings_in(text: str) -> Settings:
    """Return the settings a configuration was written from.

    :raises ListenerError: the text is no such configuration.
    """
    match = _SETTINGS.search(text)
    try:
        values = json.loads(match[1]) if match else {}
        lists = {key: tuple(values[key]) for key in ("upstreams", "trusted")}
        return Settings(**{**values, **lists})
    except (KeyError, TypeError, ValueError) as error:
        raise ListenerError(
            "The file was not written by this command, or was edited: remove it first."
        ) from error


def secret_in(text: str) -> str:
    """Return the secret of a configuration, ``""`` where there is none."""
    match = _SECRET.search(text)
    return match[1] if match else ""


def fingerprint_in(text: str) -> str:
    """Return the fingerprint a listener with this configuration answers at ``STATE_PATH``."""
    match = _FINGERPRINT.search(text)
    return match[1] if match else ""


def _values(settings: Settings) -> dict:
    """Return the settings as saved in the file, without those of brands."""
    return {name: getattr(settings, name) for name in settings.names()}


def _brand_parts(settings: Settings) -> dict[str, str]:
    """Return the values of ``SERVER`` that come from the brands' ``ListenerRules``."""
    rules = settings.brands.values()
    own = [location for each in rules for location in each.locations]
    serials = dict.fromkeys(each.serial for each in rules if each.serial)
    parts = {
        "serials": "".join(f"${name}" for name in serials),
        "headers": _lines(_headers(rules)),
        "paths": "|".join([*own, "biometric/.+"]),
    }
    anywhere = [each.any_path for each in rules if each.any_path]
    for name, template in _ANYWHERE.items():
        parts[name] = "".join(
            template.substitute(
                name=f"biometric_{settings.port}",
                route=each.route,
                header=each.header,
                forms=each.forms,
                headers=_lines(
                    f"add_header {header} {value} always;"
                    for header, value in each.error_headers.items()
                ),
            )
            for each in anywhere
        )
    return parts


def _headers(rules: Iterable[Any]) -> list[str]:
    """Return the directives for the headers that brands read, each once."""
    pairs = {pair for each in rules for pair in each.headers.items()}
    return [
        f"proxy_set_header {name} $http_{sent.lower().replace('-', '_')};"
        for sent, name in sorted(pairs)
    ]


_ANYWHERE = {
    "maps": MAP,
    "rewrites": REWRITE,
    "locations": LOCATION,
    "failures": FAILURE,
}


def _lines(lines) -> str:
    return "\n    ".join(lines)


def _tls(settings: Settings) -> str:
    if not settings.tls:
        return ""
    name = f"biometric_{settings.port}"
    return TLS.substitute(certificate=settings.certificate, key=settings.key, name=name)


def _trusted(settings: Settings) -> str:
    if not settings.trusted:
        return ""
    proxies = [f"set_real_ip_from {block};" for block in settings.trusted]
    after = ["real_ip_header X-Forwarded-For;", "real_ip_recursive on;"]
    return "\n    " + _lines([*proxies, *after]) + "\n"
