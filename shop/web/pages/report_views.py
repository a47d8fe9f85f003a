"""Reports as pages show them."""

from collections.abc import Iterable, Sequence

from shop.core.clock import local
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.markets.queries import Stall
from shop.reports.figures import OfPlace, OfProduct, OfSegment, OfStars, Report, Sales, SessionSum, Waited, total_of
from shop.reports.rules import per_hundred
from shop.web.charts import chart_of
from shop.web.formats import points
from shop.web.views.reports import FiguresView, LiveHead, LiveRow, LivesView, PartRow, SumView, WaitedView


def figures_view(report: Report, locale: Locale, *, now: int | None = None, own: bool = False) -> FiguresView:
    """The figures of a report; `own` for a producer, who is told of its goods alone."""
    return FiguresView(
        sums=sum_view(report.sales),
        now=now,
        peak=report.viewers.peak,
        seen=report.viewers.seen,
        counted=report.viewers.minutes > 0,
        comments=None if own else report.comments,
        conversion=share_words(report.conversion, locale),
        chart=chart_of(report.minutes, locale),
        products=tuple(product_row(one) for one in report.products),
        places=tuple(_place_row(one) for one in report.places),
        stars=tuple(star_row(one, locale) for one in report.stars),
        segments=tuple(_segment_row(one, locale) for one in report.segments),
        waited=_waited(report.waited),
        booked=report.booked,
        back=report.back,
    )


def sum_view(sales: Sales) -> SumView:
    """Sums as a page shows them."""
    return SumView(
        orders=sales.orders,
        pieces=sales.pieces,
        value=sales.value,
        dropped=sales.dropped,
        expired=sales.expired,
        lost=sales.lost,
        had=sales.had,
    )


def share_words(share: float | None, locale: Locale) -> str:
    """Orders for a hundred viewers: `4,2`; nothing where nobody counted viewers."""
    return "" if share is None else points(locale, share)


def product_row(one: OfProduct) -> PartRow:
    """A product with what was bought of it."""
    return PartRow(name=one.name, more=one.producer or "", path=f"/san-pham/{one.slug}", sums=sum_view(one.sales))


def _place_row(one: OfPlace) -> PartRow:
    return PartRow(name=one.name, path=f"/diem-ban/{one.slug}", sums=sum_view(one.sales))


def _segment_row(one: OfSegment, locale: Locale) -> PartRow:
    since = f"{local(one.since):%H:%M}"
    return PartRow(
        name=one.title,
        more=say(locale, "web.report.segment_since", time=since, presenter=one.presenter) if one.presenter else since,
        path=f"/phien/{one.session}/bao-cao",
        sums=sum_view(one.sales),
    )


def _waited(one: Waited) -> WaitedView | None:
    if not one.turns:
        return None
    return WaitedView(
        turns=one.turns,
        pieces=one.pieces,
        value=one.value,
        served=one.served,
        served_value=one.served_value,
        open=one.open,
        open_value=one.open_value,
        missed=one.turns - one.served - one.open,
        missed_value=Dong(one.value - one.served_value - one.open_value),
    )


def star_row(one: OfStars, locale: Locale) -> PartRow:
    """Goods of so many stars with what was bought of them."""
    key = "web.stars.count" if one.stars else "web.report.no_stars"
    return PartRow(name=say(locale, key, count=one.stars), sums=sum_view(one.sales))


def head_of_stall(stall: Stall) -> LiveHead:
    """Which session it is, from the session itself."""
    live = stall.live
    return LiveHead(
        slug=live.slug,
        title=live.title,
        market=stall.market_name,
        place=stall.place_name,
        host=stall.host_name,
        state=live.state.value,
        begun=live.started_at or live.starts_at,
        ended=live.ended_at,
    )


def head_of_sum(one: SessionSum) -> LiveHead:
    """Which session it is, from a list."""
    return LiveHead(
        slug=one.slug,
        title=one.title,
        market=one.market,
        place=one.place,
        host=one.host,
        state=one.state,
        begun=one.started_at or one.starts_at,
        ended=one.ended_at,
    )


def lives_view(
    found: Sequence[SessionSum], limit: int, locale: Locale, csv: str, base: str = "/phien/{slug}/bao-cao"
) -> LivesView:
    """A list of at most `limit` sessions and its sum; `base` is where the report of one stands."""
    kept = found[:limit]
    return LivesView(
        rows=tuple(_live_row(one, locale, base.replace("{slug}", one.slug)) for one in kept),
        total=sum_view(total_of(one.sales for one in kept)),
        csv=csv,
        more=len(found) > limit,
    )


def _live_row(one: SessionSum, locale: Locale, path: str) -> LiveRow:
    return LiveRow(
        path=path,
        head=head_of_sum(one),
        unit=one.unit,
        sums=sum_view(one.sales),
        peak=one.viewers.peak,
        seen=one.viewers.seen,
        conversion=share_words(per_hundred(one.sales.orders, one.viewers.seen), locale),
    )


def by_unit(found: Iterable[SessionSum], locale: Locale) -> tuple[PartRow, ...]:
    """The sums of sessions by the unit their place is in, those that brought most first."""
    units: dict[str, Sales] = {}
    for one in found:
        units[one.unit] = units.get(one.unit, Sales()) + one.sales
    rows = [
        PartRow(name=name or say(locale, "web.report.no_unit"), sums=sum_view(sales)) for name, sales in units.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.sums.value, row.name)))
