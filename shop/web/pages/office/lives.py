"""All live sessions in the office: by days, point, unit and market; totals by stars and unit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.clock import today
from shop.core.i18n import say
from shop.reports.choices import choices_of
from shop.reports.figures import SessionSum
from shop.reports.queries import Wanted, market_seen, report_of_all, sessions_wanted
from shop.reports.sheet import sessions_sheet
from shop.web.pages.answer import both, show
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import read_date
from shop.web.pages.report_views import by_unit, lives_view, product_row, star_row
from shop.web.pages.session_report import sheet
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.reports import OfficeLivesPage

HERE = "/van-phong/phien-live"
SHOWN, MOST = 200, 2000
MOST_PRODUCTS = 30
USUAL = timedelta(days=30)

DayText = Annotated[str, QueryParameter(max_length=20)]
SlugText = Annotated[str, QueryParameter(max_length=120, pattern="^[a-z0-9-]*$")]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filter as it was asked for, and as it was understood."""

    wanted: Wanted
    errors: tuple[FieldError, ...] = ()


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def lives_page(
    *,
    visit: NamedDependency[Visit],
    tu: DayText = "",
    den: DayText = "",
    diem: SlugText = "",
    don_vi: SlugText = "",
    cho: SlugText = "",
) -> Response[bytes]:
    """The sessions of the last thirty days, or as the filter says."""
    asked = await _asked(visit, tu, den, Wanted(place=diem, unit=don_vi, market=cho))
    found = [] if asked.errors else await sessions_wanted(visit.session, asked.wanted, SHOWN + 1)
    page = await _page(visit, asked, found, (tu, den))
    return show("office_lives.html", visit.locale, page, status=422 if asked.errors else 200)


@get(both(f"{HERE}.csv"), guards=OFFICERS, include_in_schema=False)
async def lives_csv(
    *,
    visit: NamedDependency[Visit],
    tu: DayText = "",
    den: DayText = "",
    diem: SlugText = "",
    don_vi: SlugText = "",
    cho: SlugText = "",
) -> Response[bytes]:
    """The same as a sheet."""
    asked = await _asked(visit, tu, den, Wanted(place=diem, unit=don_vi, market=cho))
    found = [] if asked.errors else await sessions_wanted(visit.session, asked.wanted, MOST)
    return sheet(sessions_sheet(found, visit.locale), f"phien-live-{await today(visit.session)}.csv")


async def _asked(visit: Visit, since: str, until: str, rest: Wanted) -> Asked:
    """Without days, and without a market, the last thirty days and those to come."""
    errors = tuple(
        FieldError(field=field, message=say(visit.locale, "web.report.no_day"))
        for field, text in (("tu", since), ("den", until))
        if text.strip() and read_date(text) is None
    )
    first, last = read_date(since), read_date(until)
    if first is not None and last is not None and first > last:
        errors = (FieldError(field="tu", message=say(visit.locale, "problem.days_turned")),)
    if first is None and last is None and not rest.market:
        first = await today(visit.session) - USUAL
    return Asked(wanted=msgspec.structs.replace(rest, since=first, until=last), errors=errors)


async def _page(visit: Visit, asked: Asked, found: Sequence[SessionSum], typed: tuple[str, str]) -> OfficeLivesPage:
    session, wanted, locale = visit.session, asked.wanted, visit.locale
    kept = found[:SHOWN]
    report = await report_of_all(session, [one.id for one in kept])
    choices = await choices_of(session)
    return OfficeLivesPage(
        site=visit.site,
        console=office(visit, HERE),
        since=typed[0] if asked.errors else _day(wanted.since),
        until=typed[1] if asked.errors else _day(wanted.until),
        point=wanted.place,
        unit=wanted.unit,
        market=wanted.market,
        points=choices.places,
        units=choices.units,
        markets=choices.markets,
        lives=lives_view(found, SHOWN, locale, f"{HERE}.csv?{_query(wanted)}"),
        stars=tuple(star_row(one, locale) for one in report.stars),
        by_unit=by_unit(kept, locale),
        products=tuple(product_row(one) for one in report.products[:MOST_PRODUCTS]),
        crowd=await market_seen(session, wanted.market) if wanted.market else None,
        errors=asked.errors,
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _query(wanted: Wanted) -> str:
    found = {
        "tu": _day(wanted.since),
        "den": _day(wanted.until),
        "diem": wanted.place,
        "don_vi": wanted.unit,
        "cho": wanted.market,
    }
    return urlencode({name: value for name, value in found.items() if value})


routes = [lives_page, lives_csv]
