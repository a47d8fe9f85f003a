"""Suggestions for the search boxes: a part of a page that the box puts below itself."""

from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from shop.catalog.rules import marked, search_words
from shop.catalog.suggest import MOST, Suggestion, SuggestionKind, suggest
from shop.core.i18n import Locale
from shop.core.text import squeeze
from shop.http.front_store import FRONT
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views import SuggestionLine, SuggestPage

LONGEST = 100
FILTERS = {SuggestionKind.PRODUCER: "producer", SuggestionKind.GROUP: "group", SuggestionKind.DISTRICT: "district"}


@get(both("/goi-y"), include_in_schema=False)
async def suggestions(visit: NamedDependency[Visit]) -> Response[bytes]:
    """What the letters typed so far may become, each leading somewhere; at the end the search itself."""
    q = squeeze(visit.request.query_params.get("q", ""))[:LONGEST]
    found = await suggest(visit.session, q, MOST)
    lines = tuple(_line(one, found.corrected or q, visit.locale) for one in found.items)
    page = SuggestPage(
        site=visit.site,
        q=q,
        searches=tuple(line for line in lines if line.kind is SuggestionKind.SEARCH),
        products=tuple(line for line in lines if line.kind is SuggestionKind.PRODUCT),
        others=tuple(line for line in lines if line.kind in FILTERS),
        all_url=address(visit.locale, f"/san-pham?{urlencode({'q': q})}"),
    )
    return show("suggest.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


def _line(one: Suggestion, q: str, locale: Locale) -> SuggestionLine:
    if one.kind is SuggestionKind.PRODUCT:
        path = f"/san-pham/{one.slug}"
    else:
        asked = {"q": one.text} if one.slug is None else {FILTERS[one.kind]: one.slug}
        path = f"/san-pham?{urlencode(asked)}"
    words = search_words(q)
    marks = marked(one.text, [(word,) for word in words], words[-1]) if words else ()
    return SuggestionLine(kind=one.kind, text=one.text, url=address(locale, path), marks=marks)


routes = [suggestions]
