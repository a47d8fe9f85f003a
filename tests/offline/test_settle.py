import pytest
from sqlalchemy import select

from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.inventory.models import Movement, MovementKind
from shop.orders.audit import audit_books
from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.inventory import goods, level
from tests.make.offline import reported, taken, waiting_at
from tests.make.orders import staff_of

AT = "/api/v1/sales-points"


async def test_goods_of_an_order_that_had_ended_are_written_off_with_the_note_as_reason(client, session):
    at, order, conflict = await refused(session)
    await as_staff(client, session, at.clerk)
    listed = (await client.get(f"{AT}/{at.point}/offline-conflicts")).json()["items"]

    settled = [await settle(client, conflict, "written_off") for _ in range(2)]

    assert [(each["order"], each["cause"], each["ending"]) for each in listed] == [(order.code, "refused", None)]
    assert [reply.status_code for reply in settled] == [200, 200]
    assert settled[1].json()["ending"] == "written_off"
    assert (await client.get(f"{AT}/{at.point}/offline-conflicts")).json() == {"items": []}
    assert await level(session, at.goods) == (4, 0)
    moves = select(Movement.reason).where(Movement.kind == MovementKind.ADJUST)
    assert list(await session.scalars(moves)) == ["Khách đã cầm hàng về"]
    assert await audit_books(session) == []


async def test_what_was_not_packed_is_handed_over_once_it_is(client, session):
    at, order, conflict = await not_packed(session)
    await as_staff(client, session, at.clerk)

    soon = await settle(client, conflict, "handed_over")
    off = await settle(client, conflict, "written_off")
    await pack_order(session, at.clerk, order.code)
    done = await settle(client, conflict, "handed_over")

    assert (soon.status_code, off.json()["code"]) == (409, "goods_still_ordered")
    assert (done.status_code, done.json()["status"]) == (200, "handed_over")
    assert await level(session, at.goods) == (4, 0)
    assert await audit_books(session) == []


async def test_a_note_alone_moves_nothing_and_the_first_ending_stands(client, session):
    at, _, conflict = await refused(session)
    await as_staff(client, session, at.clerk)

    await settle(client, conflict, "noted")
    later = await settle(client, conflict, "written_off")

    assert later.json()["ending"] == "noted"
    assert await level(session, at.goods) == (5, 0)


async def test_no_more_is_written_off_than_stands_there_unpromised(client, session):
    at, _, conflict = await refused(session)
    await waiting_at(session, at, quantity=5)
    await as_staff(client, session, at.clerk)

    reply = await settle(client, conflict, "written_off")

    assert (reply.status_code, reply.json()["code"]) == (409, "stock_promised")
    assert await level(session, at.goods) == (5, 5)


@pytest.mark.parametrize("note", ["", "  ", "x" * 301])
async def test_a_conflict_needs_a_note(client, session, note):
    at, _, conflict = await refused(session)
    await as_staff(client, session, at.clerk)

    reply = await settle(client, conflict, "noted", note)

    assert reply.status_code == 422


async def test_another_point_settles_nothing_and_learns_nothing(client, session):
    at, _, conflict = await refused(session)
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)
    await as_staff(client, session, stranger)

    foreign = await settle(client, conflict, "noted")
    listed = await client.get(f"{AT}/{at.point}/offline-conflicts")
    nothing = await settle(client, "0198c0de-0000-7000-8000-000000000000", "noted")

    assert (foreign.status_code, nothing.status_code, listed.status_code) == (404, 404, 403)
    assert foreign.json()["code"] == nothing.json()["code"]


async def settle(client, conflict, ending, note="Khách đã cầm hàng về"):
    return await client.post(f"/api/v1/offline-conflicts/{conflict}/settle", json={"ending": ending, "note": note})


async def refused(session):
    """A pickup that was given without the net after it had been refused: the till, the order, the conflict's id."""
    at = await till(session, 5)
    order = await waiting_at(session, at)
    a_list = await taken(session, at)
    await refuse_order(session, at.clerk, order.code, "không đến")
    return at, order, (await reported(session, at, order, a_list)).id


async def not_packed(session):
    """The same with a pickup that nobody had packed in the books."""
    at = await till(session, 5)
    order = await waiting_at(session, at, packed=False)
    return at, order, (await reported(session, at, order, await taken(session, at))).id
