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


def urls(settings: Settings) -> dict[str, str | None]:
    """Return the URL of each brand; ``None`` where its terminals cannot call this one."""
    scheme = "https" if settings.tls else "http"
    base = f"{scheme}://{bracketed(settings.host)}:{settings.port}"
    return {
        brand: None if settings.tls and brand in PLAIN_ONLY else base + path
        for brand, path in PATHS.items()
    }
