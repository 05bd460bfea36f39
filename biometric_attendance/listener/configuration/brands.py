"""What to type into a terminal, by brand."""

from .settings import Settings, bracketed

#: What follows the address and port in a terminal's menu. ADMS firmware appends its own
#: ``/iclock/...``; EBKN firmware whose menu takes no path may leave it out.
PATHS = {
    "adms": "",
    "cams": "/cams/biometric-api3.0/",
    "ebkn": "/ebkn",
}
#: Brands whose terminals speak plain HTTP alone.
PLAIN_ONLY = frozenset({"ebkn"})


def base(settings: Settings) -> str:
    """Return what every URL of a listener begins with."""
    scheme = "https" if settings.tls else "http"
    return f"{scheme}://{bracketed(settings.host)}:{settings.port}"


def urls(settings: Settings) -> dict[str, str | None]:
    """Return the URL of each brand; ``None`` where its terminals cannot call this one."""
    return {
        brand: None if settings.tls and brand in PLAIN_ONLY else base(settings) + path
        for brand, path in PATHS.items()
    }
