"""The URL to type into a terminal, by brand."""

from collections.abc import Mapping
from typing import Any

from .settings import Settings, bracketed


def base(settings: Settings) -> str:
    """Return the base URL of a listener: scheme, host and port."""
    scheme = "https" if settings.tls else "http"
    return f"{scheme}://{bracketed(settings.host)}:{settings.port}"


def urls(settings: Settings, brands: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the URL of each brand; ``None`` where its terminals cannot call this one.

    :param brands: as ``Settings.brands``.
    """
    start = base(settings)
    return {
        key: None if settings.tls and rules.plain_http_only else start + rules.path
        for key, rules in brands.items()
    }
