"""The clock: the database's, one for SQL and Python, Hà Nội's calendar for dates."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from shop.core.clock import local, now, today


async def test_sql_and_python_read_the_same_clock(session, warp):
    await warp(session, timedelta(days=400))

    assert await now(session) == await session.scalar(text("SELECT shop_now()"))


async def test_the_day_changes_at_midnight_in_hanoi(session, warp):
    await warp(session, datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC))

    assert await today(session) == date(2026, 11, 24) == await session.scalar(text("SELECT shop_today()"))


async def test_a_second_before_it_is_still_yesterday(session, warp):
    await warp(session, datetime(2026, 11, 23, 16, 59, 0, tzinfo=UTC))

    assert await today(session) == date(2026, 11, 23)


def test_people_see_hanoi_time():
    assert local(datetime(2026, 11, 23, 13, 30, tzinfo=UTC)).strftime("%H:%M %d/%m") == "20:30 23/11"
