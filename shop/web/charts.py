"""The drawing of a session's course: orders as bars, viewers as a line. Pure geometry over counted minutes."""

from collections.abc import Sequence

from shop.core.i18n import Locale, say
from shop.reports.figures import Minute, gathered
from shop.reports.rules import step_of
from shop.web.formats import clock, number
from shop.web.views.reports import ChartBar, ChartRow, ChartView

WIDTH, HEIGHT = 360.0, 120.0  # of the part that is drawn in; the template adds room for words around it
FEWEST = 12  # bars there is room for: one alone is not as wide as the drawing
GAP = 0.25  # of a bar's share of the width


def chart_of(minutes: Sequence[Minute], locale: Locale) -> ChartView | None:
    """The drawing of these minutes, gathered to at most sixty bars; None where nothing was counted."""
    if not minutes:
        return None
    step = step_of(len(minutes))
    parts = gathered(minutes, step)
    orders = max(part.sales.orders for part in parts)
    viewers = max(part.viewers for part in parts)
    share = WIDTH / max(len(parts), FEWEST)
    return ChartView(
        title=say(locale, "web.report.chart", first=clock(parts[0].at), last=clock(parts[-1].at)),
        desc=_words(parts, orders, viewers, step, locale),
        bars=tuple(_bar(n, part.sales.orders / max(orders, 1), share) for n, part in enumerate(parts)),
        line=_line(parts, viewers, share) if viewers else "",
        top_orders=orders,
        top_viewers=viewers,
        step=step,
        end=round(share * len(parts), 1),
        rows=tuple(_row(part) for part in parts),
    )


def _bar(n: int, part: float, share: float) -> ChartBar:
    height = round(part * HEIGHT, 2)
    return ChartBar(
        x=round(share * (n + GAP / 2), 2),
        y=round(HEIGHT - height, 2),
        width=round(share * (1 - GAP), 2),
        height=height,
    )


def _line(parts: Sequence[Minute], most: int, share: float) -> str:
    points = [(share * (n + 0.5), HEIGHT - part.viewers / most * HEIGHT) for n, part in enumerate(parts)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _words(parts: Sequence[Minute], orders: int, viewers: int, step: int, locale: Locale) -> str:
    best = max(parts, key=lambda part: (part.sales.orders, part.sales.value))
    key = "web.report.chart_most" if orders else "web.report.chart_none"
    facts = {"orders": number(locale, orders), "time": clock(best.at), "step": step}
    words = say(locale, key, **facts)
    if viewers:
        words += " " + say(locale, "web.report.chart_viewers", viewers=number(locale, viewers))
    return words


def _row(part: Minute) -> ChartRow:
    return ChartRow(
        at=part.at,
        viewers=part.viewers,
        comments=part.comments,
        orders=part.sales.orders,
        pieces=part.sales.pieces,
        value=part.sales.value,
    )
