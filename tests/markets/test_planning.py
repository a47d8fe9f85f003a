"""Markets and stalls planned over HTTP: made, moved, called off, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shop.core.outbox import OutboxEvent
from shop.markets.models import LiveSession, Market, MarketState, SessionState, StallSlot
from tests.bad import assert_problem
from tests.make import accounts, catalog, livestream, markets
from tests.make.markets import OFFICE, evening, market_body, stall_body


@pytest.fixture
async def hall(client, session):
    """A planned market with an officer signed in."""
    await markets.officer(session, client)
    return await markets.planned_market(client)


async def kinds(session):
    return set(await session.scalars(select(OutboxEvent.kind)))


async def test_an_officer_plans_a_market_and_people_see_it(client, hall):
    shown = await client.get(f"/api/v1/markets/{hall}")

    assert hall == "cho-dem-lang-nghe"
    assert (shown.status_code, shown.json()["name"]) == (200, "Chợ đêm làng nghề")


async def test_two_markets_of_one_name_have_two_addresses(client, hall):
    second = await markets.planned_market(client)

    assert second != hall
    assert second.startswith("cho-dem-lang-nghe-")


async def test_a_repeat_with_the_same_key_plans_one_market(client, session):
    await markets.officer(session, client)
    key = {"Idempotency-Key": "plan-market-1"}

    first = await client.post(f"{OFFICE}/markets", json=market_body(), headers=key)
    again = await client.post(f"{OFFICE}/markets", json=market_body(), headers=key)

    assert first.json()["slug"] == again.json()["slug"]
    assert len((await session.scalars(select(Market))).all()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at": "2020-01-01T13:30:00Z", "starts_at": "2020-01-01T12:30:00Z"},
        {"ends_at": "2000-01-01T00:00:00Z"},
        {"starts_at": "9999-12-31T22:00:00Z", "ends_at": "9999-12-31T23:00:00+07:00"},
        {"starts_at": "0001-01-01T00:00:00+07:00", "ends_at": "0001-01-01T01:00:00+07:00"},
    ],
    ids=["over", "backwards", "far ahead", "far behind"],
)
async def test_a_window_nobody_can_mean_is_refused(client, session, changes):
    await markets.officer(session, client)

    reply = await client.post(f"{OFFICE}/markets", json=market_body(**changes))

    assert_problem(reply, 422, code="market_times_wrong", field="ends_at")


async def test_times_without_a_zone_are_refused(client, session):
    await markets.officer(session, client)

    reply = await client.post(f"{OFFICE}/markets", json=market_body(starts_at="2026-12-04T20:30:00"))

    assert_problem(reply, 422, code="validation", field="starts_at")


async def test_a_stall_is_planned_with_what_its_host_lacks(client, session, hall):
    known, unknown = await markets.host(session), await markets.host(session, licensed=False)
    place, other = await markets.point(session), await markets.point(session, "diem-ban-b")

    ready = await markets.planned_stall(client, hall, known, place)
    lacking = await markets.planned_stall(client, hall, unknown, other, title="Trà sen")

    assert (ready["lacks"], lacking["lacks"]) == (None, "host_identity_missing")
    assert {stall["slug"] for stall in (await client.get(f"/api/v1/markets/{hall}")).json()["stalls"]} == {
        ready["slug"],
        lacking["slug"],
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"begins": -10}, "stall_outside_market"),
        ({"begins": 80}, "stall_outside_market"),
        ({"lasts": -5}, "stall_outside_market"),
        ({"host": "01890000-0000-7000-8000-000000000000"}, "stall_host_unknown"),
        ({"place": "khong-co-diem-nay"}, "stall_place_unknown"),
    ],
)
async def test_a_stall_that_cannot_stand_so_is_refused(client, session, hall, changes, code):
    host, place = await markets.host(session), await markets.point(session)

    reply = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, place, **changes))

    assert_problem(reply, 422, code=code)


async def test_a_market_that_moves_takes_its_stalls_along(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    later = market_body(days=8) | {"version": 1}

    moved = await client.put(f"{OFFICE}/markets/{hall}", json=later)

    assert (moved.status_code, moved.json()["version"]) == (200, 2)
    read = (await client.get(f"{OFFICE}/stalls/{stall['slug']}")).json()
    assert datetime.fromisoformat(read["starts_at"]) == evening(8)
    assert read["version"] == stall["version"] + 1
    slots = await session.scalars(select(StallSlot.starts_at).execution_options(populate_existing=True))
    assert set(slots) == {evening(8)}
    assert {"market.moved", "market.stall_moved"} <= await kinds(session)


async def test_who_read_an_older_version_is_told_so(client, hall):
    await client.put(f"{OFFICE}/markets/{hall}", json=market_body() | {"version": 1})

    late = await client.put(f"{OFFICE}/markets/{hall}", json=market_body(name="Tên khác") | {"version": 1})

    assert_problem(late, 409, code="market_changed")


async def test_calling_a_market_off_calls_its_stalls_off_and_says_so(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)

    first = await client.post(f"{OFFICE}/markets/{hall}/call-off", json={"reason": "Bão số 9"})
    again = await client.post(f"{OFFICE}/markets/{hall}/call-off", json={"reason": "Bão số 10"})
    late = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, place))

    assert [first.json()["state"], again.json()["called_off_reason"]] == ["called_off", "Bão số 9"]
    assert_problem(late, 409, code="market_called_off")
    live = await session.scalar(select(LiveSession).execution_options(populate_existing=True))
    assert (live.state, live.called_off_reason) == (SessionState.CALLED_OFF, "Bão số 9")
    assert (await session.scalars(select(StallSlot))).all() == []
    assert {"market.called_off", "market.stall_called_off"} <= await kinds(session)
    room = await client.get(f"/api/v1/sessions/{stall['slug']}/snapshot")
    assert room.json()["state"] == "called_off"


async def test_a_stall_that_was_called_off_cannot_start(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    await client.post(f"{OFFICE}/stalls/{stall['slug']}/call-off", json={"reason": "Chủ gian ốm"})
    await accounts.signed_in(client, host)

    reply = await client.post(f"/api/v1/sessions/{stall['slug']}/start")

    assert_problem(reply, 409, code="stall_called_off")


async def test_of_a_stall_on_air_only_the_title_changes(client, session):
    await markets.officer(session, client)
    stall = await livestream.stall(session)
    live = stall.live
    asked = {
        "title": "Tên mới",
        "place": stall.place.slug,
        "host": str(live.host_id),
        "starts_at": live.starts_at.isoformat(),
        "ends_at": live.ends_at.isoformat(),
        "version": 1,
    }

    title = await client.put(f"{OFFICE}/stalls/{live.slug}", json=asked)
    time = await client.put(
        f"{OFFICE}/stalls/{live.slug}",
        json=asked | {"version": 2, "ends_at": (live.ends_at - timedelta(minutes=5)).isoformat()},
    )
    off = await client.post(f"{OFFICE}/stalls/{live.slug}/call-off", json={"reason": "Thử xem"})
    goods = await client.put(f"{OFFICE}/stalls/{live.slug}/line-up", json={"items": [], "version": 2})
    whole = await client.post(f"{OFFICE}/markets/{stall.market.slug}/call-off", json={"reason": "Thử xem"})

    assert (title.status_code, title.json()["title"]) == (200, "Tên mới")
    for refused in (time, off, goods, whole):
        assert_problem(refused, 409, code="stall_on_air")


async def test_a_line_up_is_replaced_whole_and_says_what_is_off_sale(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    goods = [await catalog.product(session, f"Bát số {n}", stock={place: 3}) for n in range(2)]
    hidden = await catalog.product(session, "Chưa bán", hidden=True)
    one, two, off = [str((await catalog.variant_of(session, each)).id) for each in (*goods, hidden)]
    path = f"{OFFICE}/stalls/{stall['slug']}/line-up"

    first = await client.put(
        path, json={"items": [{"variant": one, "code": "A1"}, {"variant": two, "code": "a 2"}], "version": 1}
    )
    swapped = [{"variant": two, "code": "A1"}, {"variant": one, "code": "A2"}, {"variant": off, "code": "A3"}]
    second = await client.put(path, json={"items": swapped, "version": 2})

    assert [item["code"] for item in first.json()["goods"]] == ["A1", "A2"]
    shown = [(item["variant"], item["code"], item["on_sale"], item["here"]) for item in second.json()["goods"]]
    assert shown == [(two, "A1", True, True), (one, "A2", True, True), (off, "A3", False, False)]


@pytest.mark.parametrize(
    ("codes", "code"),
    [(("A1", "a1"), "line_up_twice"), (("A1", "12"), "line_up_code_wrong"), (("A1", "ABC1"), "line_up_code_wrong")],
)
async def test_codes_that_cannot_be_called_out_are_refused(client, session, hall, codes, code):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    variants = [await catalog.variant_of(session, await catalog.product(session)) for _ in codes]
    items = [{"variant": str(each.id), "code": called} for each, called in zip(variants, codes, strict=True)]

    reply = await client.put(f"{OFFICE}/stalls/{stall['slug']}/line-up", json={"items": items, "version": 1})

    assert_problem(reply, 422, code=code)


async def test_a_variant_nobody_knows_is_refused(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    items = [{"variant": "01890000-0000-7000-8000-000000000000", "code": "A1"}]

    reply = await client.put(f"{OFFICE}/stalls/{stall['slug']}/line-up", json={"items": items, "version": 1})

    assert_problem(reply, 422, code="line_up_unknown")


async def test_one_stall_at_a_time_has_the_stage(client, session, hall):
    one, two = await markets.host(session), await markets.host(session)
    place, other = await markets.point(session), await markets.point(session, "diem-ban-b")
    first = await markets.planned_stall(client, hall, one, place)
    second = await markets.planned_stall(client, hall, two, other, title="Trà sen")
    path = f"{OFFICE}/markets/{hall}/stage"

    set_first = await client.post(path, json={"stall": first["slug"]})
    set_second = await client.post(path, json={"stall": second["slug"]})
    unknown = await client.post(path, json={"stall": "khong-co-gian-nay"})

    assert [set_first.status_code, set_second.status_code, unknown.status_code] == [204, 204, 404]
    staged = await session.scalars(select(LiveSession.slug).where(LiveSession.on_stage))
    assert staged.all() == [second["slug"]]
    assert (await client.post(path, json={"stall": None})).status_code == 204
    assert (await session.scalars(select(LiveSession.slug).where(LiveSession.on_stage))).all() == []


async def test_a_host_reads_what_is_still_to_do(client, session, hall):
    host, place = await markets.host(session, licensed=False), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    await accounts.signed_in(client, host)

    mine = (await client.get("/api/v1/stalls/mine")).json()["items"]

    assert [(one["slug"], one["goods"], one["lacks"]) for one in mine] == [(stall["slug"], 0, "host_identity_missing")]


async def test_a_market_of_a_festival_names_one_that_is_there(client, session):
    await markets.officer(session, client)
    made = (await client.post(f"{OFFICE}/festivals", json={"name": "Ngày hội mùa đông"})).json()

    known = await client.post(f"{OFFICE}/markets", json=market_body(festival=made["slug"]))
    unknown = await client.post(f"{OFFICE}/markets", json=market_body(festival="khong-co"))

    assert (known.status_code, made["slug"]) == (201, "ngay-hoi-mua-dong")
    assert_problem(unknown, 404, code="festival_unknown")


async def test_a_market_that_is_over_stands_among_the_past_ones(client, session):
    over = await livestream.market(session, starts_in=timedelta(days=-2))

    listed = (await client.get("/api/v1/markets")).json()["items"]

    assert over.state is MarketState.PLANNED
    assert [item["slug"] for item in listed] == [over.slug]
    assert over.ends_at < datetime.now(UTC)
