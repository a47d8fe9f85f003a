"""Reports as CSV: whole đồng, times and days of Hà Nội, headings in the reader's language."""

from collections.abc import Iterable, Sequence

from shop.core.clock import local
from shop.core.i18n import Locale, say
from shop.core.sheets import csv_bytes
from shop.reports.figures import Minute, OfProduct, Report, Sales, SessionSum
from shop.reports.rules import per_hundred

SALES = ("orders", "pieces", "value", "dropped", "expired", "lost", "had")
MINUTES = ("minute", "viewers", "seen", "comments", *SALES)
PRODUCTS = ("product", "producer", *SALES)
SEGMENTS = ("session", "segment", "presenter", "day", "from", *SALES)
SESSIONS = (
    "session",
    *("market", "host", "place", "unit"),
    *("day", "from", "until", "state"),
    *("peak", "seen", "conversion"),
    *SALES,
)


def minutes_sheet(minutes: Iterable[Minute], locale: Locale) -> bytes:
    """A session minute by minute."""
    rows = [
        [f"{local(each.at):%d/%m/%Y %H:%M}", each.viewers, each.seen, each.comments, *_sales(each.sales)]
        for each in minutes
    ]
    return csv_bytes(_heads(MINUTES, locale), rows)


def products_sheet(report: Report, locale: Locale) -> bytes:
    """Product by product, those that brought most first."""
    return csv_bytes(_heads(PRODUCTS, locale), [_product(each) for each in report.products])


def segments_sheet(report: Report, locale: Locale) -> bytes:
    """Segment by segment of the runs of show."""
    rows = [
        [
            *(each.session, each.title, each.presenter),
            *(local(each.since).date(), f"{local(each.since):%H:%M}"),
            *_sales(each.sales),
        ]
        for each in report.segments
    ]
    return csv_bytes(_heads(SEGMENTS, locale), rows)


def sessions_sheet(sessions: Iterable[SessionSum], locale: Locale) -> bytes:
    """Session by session."""
    return csv_bytes(_heads(SESSIONS, locale), [_session(each, locale) for each in sessions])


def _product(one: OfProduct) -> list[object]:
    return [one.name, one.producer, *_sales(one.sales)]


def _session(one: SessionSum, locale: Locale) -> list[object]:
    begun = one.started_at or one.starts_at
    ended = f"{local(one.ended_at):%H:%M}" if one.ended_at else ""
    share = per_hundred(one.sales.orders, one.viewers.seen)
    return [
        one.title,
        *(one.market, one.host, one.place, one.unit),
        *(local(begun).date(), f"{local(begun):%H:%M}", ended, say(locale, f"report.state.{one.state}")),
        *(one.viewers.peak, one.viewers.seen, share),
        *_sales(one.sales),
    ]


def _sales(sales: Sales) -> list[int]:
    return [sales.orders, sales.pieces, sales.value, sales.dropped, sales.expired, sales.lost, sales.had]


def _heads(names: Sequence[str], locale: Locale) -> list[str]:
    return [say(locale, f"report.column.{name}") for name in names]
