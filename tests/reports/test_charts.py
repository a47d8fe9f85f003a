"""The drawing of a session's course stays inside its frame and says what it shows."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.core.money import Dong
from shop.reports.figures import Minute, Sales
from shop.web.charts import HEIGHT, WIDTH, chart_of

BEGIN = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


def minutes(count, orders=lambda n: n % 4, viewers=lambda n: n):
    """An evening of so many minutes."""
    return [
        Minute(
            at=BEGIN + timedelta(minutes=n),
            viewers=viewers(n),
            sales=Sales(placed=orders(n), orders=orders(n), pieces=orders(n), value=Dong(1000 * orders(n))),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 12, 59, 60, 61, 240, 1440])
def test_bars_stand_inside_the_frame_and_add_up(count):
    chart = chart_of(minutes(count), "vi")

    assert len(chart.bars) == len(chart.rows) <= 60
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in chart.bars)
    assert all(0 <= bar.y <= HEIGHT and bar.y + bar.height == pytest.approx(HEIGHT, abs=0.02) for bar in chart.bars)
    assert sum(row.orders for row in chart.rows) == sum(n % 4 for n in range(count))
    assert chart.end <= WIDTH
    points = [tuple(map(float, point.split(","))) for point in chart.line.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_the_highest_bar_reaches_the_top_and_is_named():
    chart = chart_of(minutes(30, orders=lambda n: 7 if n == 12 else 1), "vi")

    assert [n for n, bar in enumerate(chart.bars) if bar.y == 0] == [12]
    assert "7 đơn" in chart.desc
    assert "20:42" in chart.desc
    assert (chart.top_orders, chart.top_viewers) == (7, 29)


def test_a_session_nobody_watched_or_bought_in_is_said_so():
    chart = chart_of(minutes(5, orders=lambda _n: 0, viewers=lambda _n: 0), "en")

    assert chart.line == ""
    assert all(bar.height == 0 for bar in chart.bars)
    assert chart.desc == "No orders yet."


def test_without_minutes_there_is_no_chart():
    assert chart_of([], "vi") is None
