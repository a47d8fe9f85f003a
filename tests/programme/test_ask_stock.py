"""Goods asked from another point: both sides, their states, and the desk that counts what comes."""

import asyncio
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from shop.core.actor import Actor, Role
from shop.core.errors import Refusal
from shop.core.outbox import OutboxEvent
from shop.inventory.receive import receive_stock
from shop.notifications.models import Notice
from shop.notifications.notify_stock_ask import tell_stock_asked
from shop.places.models import PlaceStaff
from shop.programme.ask_stock import decline_asked, send_asked, withdraw_ask
from shop.programme.events import StockAskMoved
from shop.programme.models import StockAsk
from shop.programme.stock_queries import sources_of, stock_here
from shop.stockroom.models import StockTransfer
from shop.stockroom.receive import Arrived, receive_transfer
from tests.make import accounts, catalog, livestream
from tests.make.programme import host_of


async def with_store(session, pieces=12):
    """A stall, and another point with staff and `pieces` of its goods."""
    stall = await livestream.stall(session)
    store = await catalog.place(session, f"kho-{uuid4().hex[:8]}")
    keeper = await accounts.person(session, Role.STAFF)
    session.add(PlaceStaff(place_id=store.id, person_id=keeper.id))
    await session.flush()
    await receive_stock(session, stall.variants[0].id, store.id, pieces, "tests")
    return stall, store, keeper


async def ask(client, stall, store, pieces=5, client_id="client-0001"):
    await accounts.signed_in(client, stall.host)
    body = {"place": store.slug, "variant": str(stall.variants[0].id), "pieces": pieces, "client_id": client_id}
    return await client.post(f"{stall.path}/stock-asks", json=body)


async def test_a_request_is_sent_as_a_transfer_and_arrives_at_the_stall(client, session):
    stall, store, keeper = await with_store(session)
    asked = (await ask(client, stall, store)).json()
    await accounts.signed_in(client, keeper)

    sent = [await client.post(f"/api/v1/stock-asks/{asked['id']}/send", json={"pieces": 3}) for _ in range(2)]

    assert [reply.status_code for reply in sent] == [200, 200]
    code = sent[0].json()["transfer"]
    assert (asked["state"], asked["free"]) == ("open", 12)
    assert (sent[1].json()["state"], sent[1].json()["transfer"], sent[1].json()["arrived"]) == ("sent", code, False)
    assert await session.scalar(select(func.count()).select_from(StockTransfer)) == 1
    [here] = (await stock_here(session, stall.live)).values()
    assert (here.free, here.incoming) == (5, 3)
    admin = Actor(person_id=keeper.id, roles=frozenset({Role.ADMIN}))
    await receive_transfer(session, admin, code, Arrived(), "receive-0001")
    [here] = (await stock_here(session, stall.live)).values()
    assert (here.free, here.incoming) == (8, 0)


async def test_the_staff_that_is_asked_is_told_once_and_no_more_when_it_has_answered(client, session):
    stall, store, keeper = await with_store(session)
    asked = (await ask(client, stall, store)).json()
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.kind == StockAskMoved.kind))
    moved = StockAskMoved(session_id=stall.live.id, ask_id=UUID(asked["id"]))

    new = [await tell_stock_asked(session, event.id, moved) for _ in range(2)]
    await decline_asked(session, Actor(person_id=keeper.id, roles=frozenset({Role.ADMIN})), UUID(asked["id"]), "hết")
    late = await tell_stock_asked(session, uuid4(), moved)

    assert new[0] > 0
    assert (new[1], late) == (0, 0)
    readers = set(await session.scalars(select(Notice.person_id)))
    assert readers == {keeper.id}


async def test_the_same_form_asks_once(client, session):
    stall, store, _ = await with_store(session)

    first, second = await ask(client, stall, store), await ask(client, stall, store)

    assert first.json()["id"] == second.json()["id"]
    assert await session.scalar(select(func.count()).select_from(StockAsk)) == 1


async def test_a_request_is_declined_with_a_reason_the_host_reads(client, session):
    stall, store, keeper = await with_store(session)
    asked = (await ask(client, stall, store)).json()
    at = f"/api/v1/stock-asks/{asked['id']}"
    await accounts.signed_in(client, keeper)

    unsaid = await client.post(f"{at}/decline", json={"reason": ""})
    told = await client.post(f"{at}/decline", json={"reason": "Đã có người đặt"})
    late = await client.post(f"{at}/send", json={})

    assert (unsaid.status_code, told.status_code) == (422, 200)
    assert (late.status_code, late.json()["code"]) == (409, "stock_ask_answered")
    await accounts.signed_in(client, stall.host)
    [seen] = (await client.get(f"{stall.path}/programme")).json()["asks"]
    assert (seen["state"], seen["reason"]) == ("declined", "Đã có người đặt")


async def test_more_than_is_free_is_not_sent_and_the_request_stays_open(client, session):
    stall, store, keeper = await with_store(session, pieces=2)
    asked = (await ask(client, stall, store)).json()
    await accounts.signed_in(client, keeper)

    reply = await client.post(f"/api/v1/stock-asks/{asked['id']}/send", json={})

    assert (reply.status_code, reply.json()["available"]) == (409, 2)
    assert (await session.get_one(StockAsk, asked["id"])).transfer_id is None


async def test_staff_of_another_place_learn_nothing(client, session):
    stall, store, _ = await with_store(session)
    asked = (await ask(client, stall, store)).json()
    await accounts.signed_in(client, await accounts.person(session, Role.STAFF))

    reply = await client.post(f"/api/v1/stock-asks/{asked['id']}/send", json={})

    assert (reply.status_code, reply.json()["code"]) == (404, "stock_ask_unknown")


@pytest.mark.parametrize("place", ["khong-co", "own"])
async def test_goods_are_asked_of_another_place_that_is_there(client, session, place):
    stall, _, _ = await with_store(session)
    named = SimpleNamespace(slug=stall.place.slug if place == "own" else place)

    reply = await ask(client, stall, named)

    assert (reply.status_code, reply.json()["code"]) == (422, "stock_ask_nowhere")


async def test_other_shelves_are_offered_and_the_stalls_own_is_not(client, session):
    stall, store, _ = await with_store(session)

    [source] = await sources_of(session, stall.live, 10)

    assert (source.slug, source.free) == (store.slug, 12)


async def test_of_an_answer_and_a_withdrawal_at_once_one_wins(sessions):
    async with sessions() as session:
        stall, store, keeper = await with_store(session)
        made = StockAsk(
            session_id=stall.live.id,
            client_id="client-0001",
            from_place_id=store.id,
            variant_id=stall.variants[0].id,
            pieces=4,
            asked_by=stall.host.id,
        )
        session.add(made)
        await session.commit()
    staff = Actor(person_id=keeper.id, roles=frozenset({Role.STAFF}))

    async def attempt(act):
        try:
            async with sessions() as session, session.begin():
                await act(session)
        except Refusal as refusal:
            return refusal.code
        return "done"

    answers = await asyncio.gather(
        attempt(lambda session: send_asked(session, staff, made.id)),
        attempt(lambda session: decline_asked(session, staff, made.id, "Không gửi được")),
        attempt(lambda session: withdraw_ask(session, host_of(stall), stall.live.slug, made.id)),
    )

    assert sorted(answers) == ["done", "stock_ask_answered", "stock_ask_answered"]
