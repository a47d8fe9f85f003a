"""The end of a day at a sales point: figures, what is left to do, and the report as a table."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.clock import today
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.core.sheets import csv_bytes
from shop.counter.day import DayShown, Figures, day_shown
from shop.counter.queries import sales_of_day
from shop.web.pages.answer import PRIVATE, both, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.drawer import drawer_view
from shop.web.pages.stockroom_view import named
from shop.web.pages.till_view import slip_row
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views.till import DayDifference, DayLine, DayPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
MOST_SLIPS = 200
PATH = "/quay/cuoi-ngay"
FIGURES = ("cash_sales", "transfer_sales", "cash_returns", "transfer_returns", "orders", "carried")

DayQuery = Annotated[date | None, QueryParameter()]
PlaceQuery = Annotated[str, QueryParameter(max_length=120)]


@get(both(PATH), guards=STAFF, include_in_schema=False)
async def show_day(visit: NamedDependency[Visit], place: PlaceQuery = "", day: DayQuery = None) -> Response[bytes]:
    """Today at this person's point, or another day."""
    at, others = await counter_place(visit, place)
    shown = await day_shown(visit.session, at.id, day or await today(visit.session))
    slips = await sales_of_day(visit.session, at.id, shown.day, MOST_SLIPS)
    page = DayPage(
        site=visit.site,
        place_slug=at.slug,
        place_name=at.name,
        others=others,
        day=shown.day,
        lines=_lines(shown, visit.locale),
        drawers=tuple(drawer_view(each) for each in shown.drawers),
        differences=tuple(
            DayDifference(name=named(each.product, each.name), sku=each.sku, pieces=each.pieces)
            for each in shown.differences
        ),
        to_pack=shown.to_pack,
        csv_url=address(visit.locale, f"{PATH}/bao-cao.csv") + f"?place={at.slug}&day={shown.day}",
        slips=tuple(slip_row(each) for each in slips),
    )
    return show("day_end.html", visit.locale, page)


@get(both(f"{PATH}/bao-cao.csv"), guards=STAFF, include_in_schema=False)
async def day_csv(visit: NamedDependency[Visit], place: PlaceQuery = "", day: DayQuery = None) -> Response[bytes]:
    """The same as a table: what, how many, đồng."""
    at, _ = await counter_place(visit, place)
    shown = await day_shown(visit.session, at.id, day or await today(visit.session))
    header = [say(visit.locale, f"web.day.csv_{name}") for name in ("what", "count", "total")]
    rows = [[line.label, str(line.count), str(line.total)] for line in _lines(shown, visit.locale)]
    rows += _drawer_rows(shown, visit.locale)
    counted = say(visit.locale, "web.day.csv_difference")
    rows += [
        [f"{counted}: {named(each.product, each.name)} ({each.sku})", str(each.pieces), ""]
        for each in shown.differences
    ]
    rows.append([say(visit.locale, "web.day.to_pack"), str(shown.to_pack), ""])
    name = f"{at.slug}-{shown.day}.csv"
    headers = {"cache-control": PRIVATE, "content-disposition": f'attachment; filename="{name}"'}
    return Response(csv_bytes(header, rows), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(shown: DayShown, locale: Locale) -> tuple[DayLine, ...]:
    figures: dict[str, Figures] = {name: getattr(shown, name) for name in FIGURES}
    return tuple(
        DayLine(label=say(locale, f"web.day.{name}"), count=each.count, total=each.total)
        for name, each in figures.items()
    )


def _drawer_rows(shown: DayShown, locale: Locale) -> list[list[str]]:
    rows = []
    for drawer in shown.drawers:
        amounts: list[tuple[str, Dong | None]] = [
            ("expected", drawer.expected),
            ("counted", drawer.counted),
            ("difference", drawer.difference),
        ]
        rows += [
            [say(locale, f"web.day.csv_drawer_{name}"), "", "" if amount is None else str(amount)]
            for name, amount in amounts
        ]
    return rows


routes = [show_day, day_csv]
