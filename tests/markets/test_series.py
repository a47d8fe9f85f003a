"""Markets of every week: on Hà Nội's clocks, made ahead once, called off for good."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from shop.markets.models import Market, MarketSeries, MarketState
from shop.markets.plan_series import make_weeks
from tests.bad import assert_problem
from tests.make import markets
from tests.make.markets import OFFICE

FRIDAY = datetime(2030, 1, 4, 5, 0, tzinfo=UTC)  # noon in Hà Nội


def body(**changes):
    return {"name": "Chợ đêm thứ Sáu", "first_day": "2030-01-01"} | changes


@pytest.fixture
async def office(client, session, warp):
    """An officer at work on a Friday of 2030."""
    await warp(session, FRIDAY)
    await markets.officer(session, client)


async def weeks(session):
    return list(
        await session.scalars(select(Market).order_by(Market.starts_at).execution_options(populate_existing=True))
    )


@pytest.mark.usefixtures("office")
async def test_the_coming_fridays_are_made_at_half_past_eight_in_hanoi(client, session):
    reply = await client.post(f"{OFFICE}/market-series", json=body())

    made = await weeks(session)
    assert reply.status_code == 201, reply.text
    assert [market.series_day for market in made] == [date(2030, 1, 4) + timedelta(days=7 * n) for n in range(5)]
    local = [market.starts_at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")) for market in made]
    assert {(moment.isoweekday(), moment.hour, moment.minute) for moment in local} == {(5, 20, 30)}
    assert {market.ends_at - market.starts_at for market in made} == {timedelta(minutes=90)}
    assert made[0].starts_at == datetime(2030, 1, 4, 13, 30, tzinfo=UTC)


@pytest.mark.usefixtures("office")
async def test_a_second_sweep_makes_nothing(client, session):
    await client.post(f"{OFFICE}/market-series", json=body())
    before = len(await weeks(session))

    assert await make_weeks(session) == 0

    assert len(await weeks(session)) == before


@pytest.mark.usefixtures("office")
async def test_a_week_later_one_more_is_made(client, session, warp):
    await client.post(f"{OFFICE}/market-series", json=body())
    await warp(session, FRIDAY + timedelta(days=7))

    assert await make_weeks(session) == 1


@pytest.mark.usefixtures("office")
async def test_a_week_that_was_called_off_is_not_made_again(client, session):
    await client.post(f"{OFFICE}/market-series", json=body())
    first = (await weeks(session))[0]

    await client.post(f"{OFFICE}/markets/{first.slug}/call-off", json={"reason": "Nghỉ Tết"})

    assert await make_weeks(session) == 0
    states = [market.state for market in await weeks(session)]
    assert states == [MarketState.CALLED_OFF] + [MarketState.PLANNED] * 4


@pytest.mark.usefixtures("office")
async def test_an_evening_that_has_passed_is_not_made(client, session, warp):
    await warp(session, datetime(2030, 1, 4, 15, 0, tzinfo=UTC))  # 22:00, closing time

    await client.post(f"{OFFICE}/market-series", json=body())

    assert (await weeks(session))[0].series_day == date(2030, 1, 11)


@pytest.mark.usefixtures("office")
async def test_just_after_midnight_in_hanoi_it_is_the_next_day(client, session, warp):
    await warp(session, datetime(2030, 1, 4, 17, 30, tzinfo=UTC))  # Saturday 00:30 in Hà Nội

    await client.post(f"{OFFICE}/market-series", json=body(weekday=6))

    assert (await weeks(session))[0].series_day == date(2030, 1, 5)


@pytest.mark.usefixtures("office")
async def test_a_series_that_ends_makes_no_more(client, session, warp):
    slug = (await client.post(f"{OFFICE}/market-series", json=body())).json()["slug"]
    ended = await client.post(f"{OFFICE}/market-series/{slug}/end", json={"last_day": "2030-02-01"})
    await warp(session, FRIDAY + timedelta(days=21))

    assert ended.json()["last_day"] == "2030-02-01"
    assert await make_weeks(session) == 0


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"opens": "22:00", "closes": "20:30"}, "closes"), ({"last_day": "2029-12-31"}, "last_day")],
)
async def test_a_series_that_goes_backwards_is_refused(client, changes, field):
    reply = await client.post(f"{OFFICE}/market-series", json=body(**changes))

    assert_problem(reply, 422, code="market_times_wrong", field=field)


@pytest.mark.usefixtures("office")
async def test_weeks_of_samples_are_samples(client, session, warp):
    await client.post(f"{OFFICE}/market-series", json=body())
    await session.execute(update(MarketSeries).values(sample=True))
    await warp(session, FRIDAY + timedelta(days=7))

    await make_weeks(session)

    assert [market.sample for market in await weeks(session)] == [False] * 5 + [True]
