"""One tap to the next segment: what is pinned, what is skipped, and taps that come twice."""

import asyncio

from sqlalchemy import func, select, update

from shop.certification.models import Certificate, CertificateStatus
from shop.core.actor import Role
from shop.livestream.models import Pin
from shop.livestream.next_segment import next_segment
from shop.markets.models import CoHost
from shop.programme.models import SegmentSkip, SegmentTurn
from tests.make import accounts, livestream
from tests.make.programme import host_of, segments


async def tap(client, stall, leaving=None):
    body = {"leaving": None if leaving is None else str(leaving.id)}
    reply = await client.post(f"{stall.path}/next", json=body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def pinned(room):
    return {pin["variant"]: pin["price"] for pin in room["frame"]["pins"]}


async def test_next_takes_the_old_goods_down_and_pins_the_new_ones_at_their_prices(client, session):
    stall = await livestream.stall(session, goods=3)
    first, _ = await segments(session, stall, [(0, 200_000), (1, None)], [(1, None), (2, 190_000)])
    a, b, c = (str(variant.id) for variant in stall.variants)
    await accounts.signed_in(client, stall.host)

    begun = await tap(client, stall)
    moved = await tap(client, stall, first)

    assert pinned(begun) == {a: 200_000, b: 250_000}
    assert pinned(moved) == {b: 250_000, c: 190_000}
    shown = [room["frame"]["segment"] for room in (begun, moved)]
    assert [(one["title"], one["next"], one["minutes"]) for one in shown] == [
        ("Phần 1", "Phần 2", 8),
        ("Phần 2", None, 8),
    ]


async def test_a_tap_that_names_a_segment_already_left_changes_nothing(client, session):
    stall = await livestream.stall(session, goods=2)
    first, second = await segments(session, stall, [(0, None)], [(1, None)])
    await accounts.signed_in(client, stall.host)
    await tap(client, stall)

    for leaving in (first, first, None):
        room = await tap(client, stall, leaving)

    assert room["frame"]["segment"]["id"] == str(second.id)
    assert await session.scalar(select(func.count()).select_from(SegmentTurn)) == 2


async def test_behind_the_last_segment_the_show_is_over_and_does_not_begin_again(client, session):
    stall = await livestream.stall(session)
    [only] = await segments(session, stall, [(0, None)])
    await accounts.signed_in(client, stall.host)
    await tap(client, stall)

    await tap(client, stall, only)
    room = await tap(client, stall)

    assert (room["frame"]["segment"], room["frame"]["pins"]) == (None, [])
    assert (await client.get(f"{stall.path}/programme")).json()["over"] is True


async def test_host_and_co_host_who_tap_at_once_take_one_turn(sessions):
    async with sessions() as session:
        stall = await livestream.stall(session, goods=3)
        first, *_ = await segments(session, stall, [(0, None)], [(1, None)], [(2, None)])
        other = await accounts.person(session, Role.HOST)
        session.add(CoHost(session_id=stall.live.id, person_id=other.id, named_by=stall.host.id))
        await next_segment(session, host_of(stall), stall.live.slug, None)
        await session.commit()
    actors = [host_of(stall), type(host_of(stall))(person_id=other.id, roles=frozenset({Role.HOST}))] * 3

    async def once(actor):
        async with sessions() as session, session.begin():
            await next_segment(session, actor, stall.live.slug, first.id)

    await asyncio.gather(*(once(actor) for actor in actors))

    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(SegmentTurn)) == 2
        open_pins = (await session.scalars(select(Pin.variant_id).where(Pin.unpinned_at.is_(None)))).all()
    assert open_pins == [stall.variants[1].id]


async def test_what_may_not_be_sold_is_passed_over_and_said(client, session):
    stall = await livestream.stall(session, goods=2)
    await segments(session, stall, [(0, None), (1, None)])
    registered = select(Certificate.id).order_by(Certificate.id).limit(1).scalar_subquery()
    await session.execute(
        update(Certificate).where(Certificate.id == registered).values(status=CertificateStatus.REVOKED)
    )
    await accounts.signed_in(client, stall.host)

    room = await tap(client, stall)

    assert len(room["frame"]["pins"]) == 1
    [skipped] = room["skipped"]
    assert skipped["variant"] not in pinned(room)
    assert skipped["code"] == "certificate_taken_back"
    assert (await session.scalars(select(SegmentSkip.code))).all() == ["certificate_taken_back"]
    [part] = (await client.get(f"{stall.path}/programme")).json()["segments"]
    assert part["skipped"] == room["skipped"]


async def test_a_price_below_the_floor_is_passed_over_and_leaves_no_campaign(client, session):
    stall = await livestream.stall(session, goods=2, floor=200_000)
    await segments(session, stall, [(0, 199_999), (1, 200_000)])
    await accounts.signed_in(client, stall.host)

    room = await tap(client, stall)

    assert pinned(room) == {str(stall.variants[1].id): 200_000}
    assert [one["code"] for one in room["skipped"]] == ["live_price_below_floor"]


async def test_next_waits_for_the_air(client, session):
    stall = await livestream.stall(session, on_air=False)
    await segments(session, stall, [(0, None)])
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/next", json={})

    assert (reply.status_code, reply.json()["code"]) == (409, "not_on_air")


async def test_real_times_are_kept_and_end_with_the_session(client, session):
    stall = await livestream.stall(session, goods=2)
    first, _ = await segments(session, stall, [(0, None)], [(1, None)])
    await accounts.signed_in(client, stall.host)
    await tap(client, stall)
    await tap(client, stall, first)

    await client.post(f"{stall.path}/end")

    one, two = (await client.get(f"{stall.path}/programme")).json()["segments"]
    assert one["began_at"] <= one["ended_at"] == two["began_at"]
    assert two["ended_at"] is not None
