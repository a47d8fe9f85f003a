"""Markets without a script: the office plans, people find the hall, the stage, the calendar file and the results."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from shop.core.actor import Role
from shop.livestream.results import COUNTED
from shop.markets.models import Festival, LineUp, LiveSession, Market, MarketSeries, SessionState
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from tests.make import accounts, catalog, livestream, markets
from tests.make.markets import evening
from tests.make.orders import CONTACT
from tests.markets.calendar import read_calendar
from tests.web.pages import hidden, look, send

HERE = "/van-phong/cho-dem"


@pytest.fixture
async def office(client, session):
    """An officer at work."""
    return await markets.officer(session, client)


def market_form(page, **changes):
    day = evening(7).date()
    return {
        "act": "market",
        "name": "Chợ đêm làng gốm",
        "day": f"{day:%d/%m/%Y}",
        "opens": "20h30",
        "closes": "22:00",
        "teaser": "Một tối với gốm.",
        "teaser_art": "2",
        "request_key": hidden(page, "request_key"),
    } | changes


async def one_of(session, model):
    return (await session.scalars(select(model).execution_options(populate_existing=True))).one()


async def buy(client, stall, key, quantity=1):
    body = {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": CONTACT}
    reply = await client.post(f"{stall.path}/orders", json=body, headers={"Idempotency-Key": key})
    assert reply.status_code == 201, reply.text


@pytest.mark.usefixtures("office")
async def test_a_market_a_stall_and_its_goods_are_planned_with_forms_alone(client, session):
    host, place = await markets.host(session), await markets.point(session)
    goods = await catalog.variant_of(session, await catalog.product(session, "Bình gốm", stock={place: 4}))

    form = market_form(await look(client, HERE))
    planned = await send(client, HERE, **form)
    again = await send(client, HERE, **form)
    page = await look(client, planned.headers["location"])
    stall = {"act": "stall", "title": "Gốm men lam", "place": place, "host": str(host.id)}
    stall |= {"starts": "20:30", "ends": "21:15", "request_key": hidden(page, "request_key")}
    added = await send(client, f"{HERE}/cho-dem-lang-gom", **stall)
    at = added.headers["location"].partition("?")[0]
    offered = await look(client, at + "?q=binh gom")
    coded = await send(client, at, act="line_up", version="1", **{f"code_{goods.id}": "a1"})

    assert planned.headers["location"] == again.headers["location"] == f"{HERE}/cho-dem-lang-gom?done=market"
    market = await one_of(session, Market)
    assert (market.starts_at, market.ends_at, market.teaser_art) == (evening(7), evening(7, 90), 2)
    live = await one_of(session, LiveSession)
    assert (live.starts_at, live.ends_at) == (evening(7), evening(7, 45))
    assert "Bình gốm" in offered.text
    assert coded.status_code == 303
    assert (await one_of(session, LineUp)).code == "A1"


@pytest.mark.usefixtures("office")
async def test_what_cannot_be_read_is_said_beside_its_field(client):
    page = await look(client, HERE)

    reply = await send(client, HERE, **market_form(page, closes="lúc muộn"))

    assert reply.status_code == 422
    assert 'id="closes-error"' in reply.text
    assert "Một tối với gốm." in reply.text, "what was typed is kept"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "fields",
    [
        {"act": "market", "name": ""},
        {"act": "series", "series_name": "Chợ", "weekday": "9"},
        {"act": "festival", "festival_name": " "},
        {"act": "series_end", "series": "khong-co", "end_day": "hôm nay"},
        {"act": "festival_change", "festival": "khong-co", "festival_name": "X", "version": "một"},
        {"act": "lạ"},
    ],
    ids=lambda fields: fields["act"],
)
async def test_forms_nobody_can_mean_are_refused_with_the_page(client, fields):
    reply = await send(client, HERE, request_key="key-12345678", **fields)

    assert reply.status_code in {400, 422}
    assert "<h1" in reply.text


@pytest.mark.usefixtures("office")
async def test_a_weekly_market_and_a_festival_are_planned_and_ended(client, session):
    key = {"request_key": hidden(await look(client, HERE), "request_key")}
    day = datetime.now(UTC).date()

    weekly = {"series_name": "Chợ đêm thứ Sáu", "weekday": "5", "series_opens": "20:30", "series_closes": "22:00"}
    made = await send(client, HERE, act="series", first_day=day.isoformat(), **weekly, **key)
    held = await send(client, HERE, act="festival", festival_name="Ngày hội Tết", story="Ba tối.", **key)
    series, festival = await one_of(session, MarketSeries), await one_of(session, Festival)
    ended = await send(client, HERE, act="series_end", series=series.slug, end_day=f"{day:%d/%m/%Y}")
    renamed = await send(
        client, HERE, act="festival_change", festival=festival.slug, version="1", festival_name="Ngày hội Xuân"
    )

    assert [reply.status_code for reply in (made, held, ended, renamed)] == [303] * 4
    assert (await one_of(session, MarketSeries)).last_day == day
    assert (await one_of(session, Festival)).name == "Ngày hội Xuân"
    weeks = (await session.scalars(select(Market))).all()
    listed = await look(client, "/cho-dem")
    assert 4 <= len(weeks) <= 5
    assert all(f"/cho-dem/{market.slug}" in listed.text for market in weeks)
    assert "Mỗi thứ Sáu" in listed.text


@pytest.mark.usefixtures("office")
async def test_who_is_planned_twice_is_named_beside_the_host(client, session):
    host, place, other = await markets.host(session), await markets.point(session), await markets.point(session, "b")
    hall = await markets.planned_market(client)
    await markets.planned_stall(client, hall, host, place, title="Trà sen Tây Hồ")
    key = hidden(await look(client, f"{HERE}/{hall}"), "request_key")
    stall = {"title": "Cốm", "place": other, "host": str(host.id), "starts": "20:45", "ends": "21:00"}

    reply = await send(client, f"{HERE}/{hall}", act="stall", request_key=key, **stall)

    assert reply.status_code == 409
    assert 'id="host-error"' in reply.text
    assert "Trà sen Tây Hồ" in reply.text


@pytest.mark.usefixtures("office")
async def test_a_stall_is_changed_staged_and_called_off_with_forms(client, session):
    host, place = await markets.host(session), await markets.point(session)
    hall = await markets.planned_market(client)
    slug = (await markets.planned_stall(client, hall, host, place))["slug"]
    at = f"{HERE}/{hall}/gian/{slug}"
    kept = {"title": "Gốm mới", "place": place, "host": str(host.id), "starts": "21:00", "ends": "21:30"}

    changed = await send(client, at, act="change", version="1", **kept)
    stale = await send(client, at, act="change", version="1", **kept)
    staged = await send(client, f"{HERE}/{hall}", act="stage", stall=slug)
    short = await send(client, at, act="call_off", reason=" ")
    off = await send(client, at, act="call_off", reason="Chủ gian ốm")

    assert [changed.status_code, stale.status_code, staged.status_code] == [303, 409, 303]
    assert (short.status_code, off.status_code) == (422, 303)
    live = await one_of(session, LiveSession)
    assert (live.title, live.starts_at, live.state) == ("Gốm mới", evening(7, 30), SessionState.CALLED_OFF)
    assert "đã hủy" in (await look(client, f"/cho-dem/{hall}")).text
    room = (await look(client, f"/phien/{slug}")).text
    assert ("Gian này đã hủy" in room, "Lý do: Chủ gian ốm" in room) == (True, True)


async def test_before_it_opens_the_hall_shows_its_teaser_and_how_long_it_takes(client, session):
    hall = await livestream.market(session, starts_in=timedelta(days=2, hours=3, minutes=30))
    hall.teaser = "Mười ba chủ thể, một tối."

    page = await look(client, f"/cho-dem/{hall.slug}")
    english = await look(client, f"/en/cho-dem/{hall.slug}")

    assert "Còn 2 ngày 3 giờ" in page.text
    assert "2 d 3 h to go" in english.text
    assert "lich.ics" in page.text


async def test_the_stage_is_the_offices_choice_while_it_is_on_air(client, session):
    hall = await livestream.market(session)
    one, two = await livestream.stall(session, hall=hall), await livestream.stall(session, hall=hall)
    one.live.title, two.live.title = "Gian thứ nhất", "Gian thứ hai"
    two.live.on_stage = True

    def on_stage(page):
        return page.text.partition('id="stage">')[2].partition("<")[0]

    chosen = on_stage(await look(client, f"/cho-dem/{hall.slug}"))
    two.live.state, two.live.ended_at = SessionState.ENDED, two.live.ends_at
    after = on_stage(await look(client, f"/cho-dem/{hall.slug}"))

    assert (chosen, after) == ("Gian thứ hai", "Gian thứ nhất")


@pytest.mark.usefixtures("office")
async def test_a_calendar_moves_its_entry_and_cancels_it(client, session):
    host, place = await markets.host(session), await markets.point(session)
    hall = await markets.planned_market(client)
    slug = (await markets.planned_stall(client, hall, host, place))["slug"]

    async def entries():
        files = [await client.get(path) for path in (f"/cho-dem/{hall}/lich.ics", f"/en/phien/{slug}/lich.ics")]
        assert {reply.headers["content-type"] for reply in files} == {"text/calendar; charset=utf-8"}
        return [read_calendar(reply.content)[0] for reply in files]

    planned = await entries()
    await client.put(f"{markets.OFFICE}/markets/{hall}", json=markets.market_body(days=8) | {"version": 1})
    moved = await entries()
    await client.post(f"{markets.OFFICE}/markets/{hall}/call-off", json={"reason": "Bão; gió, mưa"})
    off = await entries()

    for before, after, last in zip(planned, moved, off, strict=True):
        assert before["UID"] == after["UID"] == last["UID"]
        assert int(before["SEQUENCE"]) < int(after["SEQUENCE"]) < int(last["SEQUENCE"])
        assert before["DTSTART"] == f"{evening(7):%Y%m%dT%H%M%SZ}"
        assert after["DTSTART"] == f"{evening(8):%Y%m%dT%H%M%SZ}"
        assert [before["STATUS"], after["STATUS"], last["STATUS"]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert last["DESCRIPTION"].startswith("Bão; gió, mưa")
    assert planned[0]["URL"].endswith(f"/cho-dem/{hall}")
    assert "20:30 Gốm men lam" in planned[0]["DESCRIPTION"]


async def test_a_festivals_figures_are_those_of_a_recount_of_its_orders(client, session):
    here, elsewhere = await livestream.stall(session, goods=1, stock=9), await livestream.stall(session, stock=9)
    later = await livestream.market(session, starts_in=timedelta(days=1))
    festival = await markets.festival(session, here.market, later)
    await accounts.signed_in(client, await accounts.person(session, Role.ADMIN))
    for stall in (here, elsewhere):
        await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 199_000})
    client.cookies.clear()
    for number, quantity in enumerate((1, 2, 3)):
        await buy(client, here, f"festival-{number}", quantity)
    await buy(client, elsewhere, "festival-elsewhere", 4)
    await session.execute(update(Order).values(status=OrderStatus.CONFIRMED, hold_expires_at=None))
    await session.execute(update(Parcel).values(status=OrderStatus.CONFIRMED))
    one = select(OrderLine.parcel_id).where(OrderLine.quantity == 1)
    await session.execute(update(Parcel).where(Parcel.id.in_(one)).values(status=OrderStatus.CANCELLED))

    told = (await client.get(f"/api/v1/festivals/{festival.slug}")).json()
    page = await look(client, f"/ngay-hoi/{festival.slug}")

    rows = await session.execute(
        select(OrderLine, Parcel)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.session_id == here.live.id)
    )
    kept = [(line, of) for line, of in rows if of.status in COUNTED]
    assert told["results"] == {
        "orders": len({line.order_id for line, _ in kept}),
        "pieces": sum(line.quantity for line, _ in kept),
        "value": sum(line.total - line.discount for line, _ in kept),
        "producers": len({of.producer_id for _, of in kept}),
    }
    assert told["results"]["pieces"] == 5
    assert [market["slug"] for market in told["markets"]] == [here.market.slug, later.slug]
    assert "995.000" in page.text


async def test_a_host_sees_their_stalls_and_what_is_lacking(client, session):
    stall = await livestream.stall(session, on_air=False, licensed=False, goods=0)
    await accounts.signed_in(client, stall.host)

    mine = await look(client, "/toi/gian-hang")
    desk = await look(client, f"/phien/{stall.live.slug}/dieu-khien")

    assert stall.live.title in mine.text
    assert mine.text.count("note warn") == 2, "no identity, and no goods"
    said = "danh tính"
    assert said in mine.text
    assert said in desk.text, "the desk says it before start is pressed"


async def test_who_lacks_nothing_is_told_so(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    page = await look(client, "/toi/gian-hang")

    assert "Đủ điều kiện lên sóng" in page.text
    assert "note warn" not in page.text
