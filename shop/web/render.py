"""Templates: the one file that knows Jinja."""

from functools import cache, partial
from pathlib import Path

import msgspec
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from shop.core.i18n import Locale, knows, say
from shop.web import formats
from shop.web.static_files import static_files, static_path
from shop.web.views.site import Page

_ESCAPED = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, locale: Locale, page: Page) -> bytes:
    """Write `page` with `template` (`list.html`) in `locale`.

    A template sees `page`, `site` (= `page.site`), `locale`, the functions and filters below, and nothing
    else; a name that is not there is an error.
    """
    return _environment(locale).get_template(template).render(page=page, site=page.site).encode()


@cache
def _environment(locale: Locale) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    environment.filters |= {
        "dong": partial(formats.dong, locale),
        "number": partial(formats.number, locale),
        "points": partial(formats.points, locale),
        "date": partial(formats.day, locale),
        "month": partial(formats.month, locale),
        "weekday": partial(formats.weekday, locale),
        "time": formats.clock,
        "datetime": partial(formats.moment, locale),
        "distance": partial(formats.distance, locale),
        "weight": partial(formats.weight, locale),
        "phone": formats.phone,
        "ld": linked_data,
    }
    environment.globals |= {
        "locale": locale,
        "t": partial(_sentence, locale),
        "knows": knows,
        "url": partial(address, locale),
        "static": static_path,
        "served": _served,
        "qr": qr,
    }
    return environment


def address(locale: Locale, path: str) -> str:
    """`path` in the locale's own part of the site: English pages stand below /en."""
    if locale == "vi":
        return path
    return "/en" + ("" if path == "/" else path) if not path.startswith("/?") else "/en" + path[1:]


def linked_data(value: object) -> str:
    """JSON for a script element of data: nothing in it can end the element or begin another."""
    written = msgspec.json.encode(value).decode()
    return "".join(_ESCAPED.get(sign, sign) for sign in written)


def qr(text: str, label: str) -> Markup:
    """A QR code as an SVG drawing that is read as `label`."""
    code = segno.make(text, error="m", micro=False).svg_inline(omitsize=True, border=0, dark="#000")
    return Markup(code.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1))  # noqa: S704 - drawn by us


def _sentence(locale: Locale, key: str, /, **facts: object) -> str:
    return say(locale, key, **facts)


def _served(name: str) -> bool:
    return name in static_files()
