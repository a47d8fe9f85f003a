"""The public rules of livestreams: the version in force, and every one before and after it."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.conduct.errors import RulesUnknown
from shop.conduct.models import LivestreamRules
from shop.conduct.queries import published_rules, rules_in_force
from shop.conduct.rules import sections_of
from shop.core.i18n import Locale
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.views.conduct import RulesPage, VersionRow

HERE = "/quy-dinh-livestream"


@get(both(HERE), include_in_schema=False)
async def rules_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The version in force; where none is yet, the next one."""
    return show("livestream_rules.html", visit.locale, await _page(visit, None))


@get(both(HERE + "/{rules_number:int}"), include_in_schema=False)
async def version_page(visit: NamedDependency[Visit], rules_number: FromPath[int]) -> Response[bytes]:
    """A version by its number, also one that holds no more."""
    return show("livestream_rules.html", visit.locale, await _page(visit, rules_number))


async def _page(visit: Visit, number: int | None) -> RulesPage:
    versions = await published_rules(visit.session)
    held = await rules_in_force(visit.session)
    wanted = number if number is not None else held.number if held else None
    chosen = next((one for one in versions if one.number == wanted), None)
    if number is not None and chosen is None:
        raise RulesUnknown
    if chosen is None and versions:
        chosen = versions[-1]
    in_force = held.number if held else None
    rows = tuple(version_row(one, visit.locale, chosen, in_force) for one in versions)
    words = "" if chosen is None else chosen.text_en if visit.locale == "en" else chosen.text_vi
    shown = next((row for row in rows if row.shown), None)
    return RulesPage(site=visit.site, version=shown, sections=sections_of(words), versions=rows)


def version_row(
    rules: LivestreamRules, locale: Locale, shown: LivestreamRules | None = None, in_force: int | None = None
) -> VersionRow:
    """A published version in a list."""
    assert rules.number is not None
    assert rules.in_force_from is not None
    return VersionRow(
        number=rules.number,
        since=rules.in_force_from,
        changes=rules.changes_en if locale == "en" else rules.changes_vi,
        shown=shown is not None and shown.number == rules.number,
        in_force=rules.number == in_force,
    )


routes = [rules_page, version_page]
