"""Plans for tests: an officer at work, and bodies of markets, stalls and line-ups that are right."""

from datetime import UTC, date, datetime, time, timedelta

from shop.core.actor import Role
from shop.markets.models import Festival, Market, MarketSeries
from tests.make import accounts, catalog, training

OFFICE = "/api/v1/office"


def evening(days=7, minutes=0):
    """An instant so many days from today at 20:30 of Hà Nội, and so many minutes later."""
    day = datetime.now(UTC).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 13, 30, tzinfo=UTC) + timedelta(minutes=minutes)


def market_body(days=7, **changes):
    """A market of an evening."""
    return {
        "name": "Chợ đêm làng nghề",
        "starts_at": evening(days).isoformat(),
        "ends_at": evening(days, 90).isoformat(),
        "teaser": "Mười hai chủ thể, một tối.",
    } | changes


def stall_body(holder, point, days=7, *, begins=0, lasts=30, **changes):
    """A stall of that evening."""
    return {
        "title": "Gốm men lam",
        "place": point,
        "host": str(holder.id),
        "starts_at": evening(days, begins).isoformat(),
        "ends_at": evening(days, begins + lasts).isoformat(),
    } | changes


async def host(session, name="Nguyễn Thị Hà", *, licensed=True):
    """Somebody who may hold a stall, known and licensed unless a test says otherwise."""
    made = await accounts.person(session, Role.HOST, name=name)
    if licensed:
        await training.verified(session, made)
        await training.licensed(session, made)
    return made


async def officer(session, client):
    """Sign an officer in."""
    made = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, made)
    return made


async def planned_market(client, **changes):
    """A market planned over HTTP: its address."""
    reply = await client.post(f"{OFFICE}/markets", json=market_body(**changes))
    assert reply.status_code == 201, reply.text
    return reply.json()["slug"]


async def planned_stall(client, market, holder, point, **changes):
    """A stall planned over HTTP, as it was answered."""
    reply = await client.post(f"{OFFICE}/markets/{market}/stalls", json=stall_body(holder, point, **changes))
    assert reply.status_code == 201, reply.text
    return reply.json()


async def point(session, slug="diem-ban-a"):
    """A sales point: its address."""
    return (await catalog.place(session, slug)).slug


async def festival(session, *markets: Market, slug="ngay-hoi-mua-dong"):
    """A festival of these markets."""
    made = Festival(slug=slug, name="Ngày hội livestream mùa đông", story="Ba ngày, ba làng nghề.")
    session.add(made)
    await session.flush()
    for market in markets:
        market.festival_id = made.id
    await session.flush()
    return made


async def series(session, slug="cho-dem-thu-sau"):
    """A weekly market, without its weeks."""
    made = MarketSeries(
        slug=slug,
        name="Chợ đêm thứ Sáu",
        weekday=5,
        opens=time(20, 30),
        closes=time(22, 0),
        first_day=date(2026, 11, 27),
    )
    session.add(made)
    await session.flush()
    return made
