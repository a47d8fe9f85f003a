"""What all pages share: their two addresses, their answer, and what they say to caches."""

from collections.abc import Mapping

from litestar import Response
from litestar.datastructures import Cookie

from shop.core.i18n import Locale
from shop.web.render import address, render
from shop.web.views.site import Page

HTML = "text/html; charset=utf-8"
PRIVATE = "private, no-store"
SEE_OTHER = 303


def both(path: str) -> list[str]:
    """The Vietnamese and the English address of a page."""
    return [path, address("en", path)]


def show(
    template: str, locale: Locale, page: Page, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """Answer with a page. Unless `headers` say otherwise no cache keeps it."""
    found = {"cache-control": PRIVATE, "content-language": locale, **(headers or {})}
    return Response(render(template, locale, page), status_code=status, media_type=HTML, headers=found)


def leave(url: str) -> Response[bytes]:
    """Send the browser on to another site, a provider's."""
    return Response(b"", status_code=SEE_OTHER, media_type=HTML, headers={"location": url, "cache-control": PRIVATE})


def go(locale: Locale, path: str, *cookies: Cookie) -> Response[bytes]:
    """Send the browser on after a form: the same language, and a GET."""
    headers = {"location": address(locale, path), "cache-control": PRIVATE}
    return Response(b"", status_code=SEE_OTHER, media_type=HTML, headers=headers, cookies=list(cookies))
