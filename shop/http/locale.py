"""Which language a request wants: the address for pages, the header or the person for the API."""

from litestar.types import Scope

from shop.core.actor import Actor
from shop.core.i18n import DEFAULT, LOCALES, Locale

_LONGEST_HEADER = 200  # characters of Accept-Language that are read


def is_machine_path(path: str) -> bool:
    """Whether `path` answers programs, whatever they say they accept."""
    return path.startswith(("/api/", "/schema", "/health", "/static/", "/media/", "/video/"))


def locale_of(scope: Scope) -> Locale:
    """The language to answer in: `/en/…` for pages; for the API what is asked for, else the person's own."""
    path = scope["path"]
    if path == "/en" or path.startswith("/en/"):
        return "en"
    if not is_machine_path(path):
        return DEFAULT
    asked = next((value for name, value in scope["headers"] if name == b"accept-language"), None)
    wanted = preferred(asked.decode("latin-1")) if asked else None
    if wanted is not None:
        return wanted
    actor = scope.get("state", {}).get("actor")
    return actor.locale if isinstance(actor, Actor) and actor.signed_in else DEFAULT


def preferred(header: str) -> Locale | None:
    """The known language an Accept-Language header likes best, or None when it names none of ours."""
    best: tuple[float, Locale] | None = None
    for part in header[:_LONGEST_HEADER].split(","):
        name, _, weight = part.strip().partition(";q=")
        language = name.strip().lower().partition("-")[0]
        for locale in LOCALES:
            if language == locale and (best is None or _weight(weight) > best[0]):
                best = (_weight(weight), locale)
    return best[1] if best and best[0] > 0 else None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
