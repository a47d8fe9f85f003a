"""Nobody stands at two stalls at once: what clashes, what does not, and who has the last word."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.core.actor import Role
from shop.markets.models import LiveSession, SlotKind, StallSlot
from tests.bad import assert_problem
from tests.make import accounts, catalog, livestream, markets
from tests.make.markets import OFFICE, stall_body


@pytest.fixture
async def hall(client, session):
    """A planned market with an officer signed in."""
    await markets.officer(session, client)
    return await markets.planned_market(client)


async def test_a_host_cannot_be_planned_twice_and_is_told_where_they_stand(client, session, hall):
    host = await markets.host(session, "Trần Thị Mận")
    place, other = await markets.point(session), await markets.point(session, "diem-ban-b")
    await markets.planned_stall(client, hall, host, place, title="Cốm làng Vòng")

    reply = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, other, begins=29))

    assert_problem(reply, 409, code="host_taken", field="host")
    assert all(word in reply.json()["detail"] for word in ("Trần Thị Mận", "Cốm làng Vòng", "20:30", "21:00"))


async def test_a_place_cannot_be_planned_twice(client, session, hall):
    one, two, place = await markets.host(session), await markets.host(session), await markets.point(session)
    await markets.planned_stall(client, hall, one, place)

    reply = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(two, place))

    assert_problem(reply, 409, code="place_taken", field="place")


async def test_one_stall_after_another_is_no_clash(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    await markets.planned_stall(client, hall, host, place)

    after = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, place, begins=30))

    assert after.status_code == 201


async def test_two_markets_share_the_hosts_of_a_city(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    await markets.planned_stall(client, hall, host, place)
    elsewhere = await markets.planned_market(client, name="Chợ phiên khác")

    reply = await client.post(
        f"{OFFICE}/markets/{elsewhere}/stalls", json=stall_body(host, await markets.point(session, "diem-ban-b"))
    )

    assert_problem(reply, 409, code="host_taken")


async def test_what_is_called_off_gives_its_time_back(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)
    await client.post(f"{OFFICE}/stalls/{stall['slug']}/call-off", json={"reason": "Đổi lịch"})

    again = await client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, place))

    assert again.status_code == 201


async def test_what_has_ended_gives_its_time_back(client, session):
    stall = await livestream.stall(session)
    session.add(
        StallSlot(
            session_id=stall.live.id,
            kind=SlotKind.HOST,
            subject_id=stall.host.id,
            starts_at=stall.live.starts_at,
            ends_at=stall.live.ends_at,
        )
    )
    await accounts.signed_in(client, stall.host)

    await client.post(f"{stall.path}/end")

    assert await session.scalar(select(func.count()).select_from(StallSlot)) == 0


async def test_a_producer_is_at_one_stall_at_a_time(client, session, hall):
    hosts = [await markets.host(session) for _ in range(2)]
    places = [await markets.point(session, f"diem-ban-{n}") for n in range(2)]
    stalls = [
        await markets.planned_stall(client, hall, host, place, title=f"Gian {place}")
        for host, place in zip(hosts, places, strict=True)
    ]
    goods = [
        await catalog.variant_of(session, await catalog.product(session, f"Giò số {n}", producer="Giò Ước Lễ"))
        for n in range(2)
    ]

    replies = [
        await client.put(
            f"{OFFICE}/stalls/{stall['slug']}/line-up",
            json={"items": [{"variant": str(variant.id), "code": "A1"}], "version": 1},
        )
        for stall, variant in zip(stalls, goods, strict=True)
    ]

    assert replies[0].status_code == 200
    assert_problem(replies[1], 409, code="producer_taken", field="line_up")
    assert all(word in replies[1].json()["detail"] for word in ("Giò Ước Lễ", "Gian diem-ban-0"))


async def test_a_stall_changed_at_its_own_time_does_not_clash_with_itself(client, session, hall):
    host, place = await markets.host(session), await markets.point(session)
    stall = await markets.planned_stall(client, hall, host, place)

    moved = await client.put(
        f"{OFFICE}/stalls/{stall['slug']}", json=stall_body(host, place, begins=10) | {"version": 1}
    )

    assert moved.status_code == 200, moved.text


async def test_eight_plans_at_once_give_a_host_one_stall(live_client, sessions):
    async with sessions() as session:
        host = await markets.host(session)
        places = [await markets.point(session, f"diem-ban-{n}") for n in range(8)]
        officer = await accounts.person(session, Role.OFFICER)
        await session.commit()
    await accounts.signed_in(live_client, officer)
    hall = await markets.planned_market(live_client)

    replies = await asyncio.gather(
        *(live_client.post(f"{OFFICE}/markets/{hall}/stalls", json=stall_body(host, place)) for place in places)
    )

    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 7
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"host_taken"}


async def test_the_database_refuses_what_no_one_asked_it_about(session):
    stalls = [await livestream.stall(session, on_air=False) for _ in range(2)]
    lives = [await session.get_one(LiveSession, stall.live.id) for stall in stalls]

    session.add_all(
        StallSlot(
            session_id=live.id,
            kind=SlotKind.HOST,
            subject_id=stalls[0].host.id,
            starts_at=live.starts_at,
            ends_at=live.ends_at,
        )
        for live in lives
    )

    with pytest.raises(IntegrityError, match="stall_slot_apart"):
        await session.flush()
