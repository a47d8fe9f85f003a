"""Waiting lists: turns in the order they were taken, pieces that come free go to the first, nobody overtakes."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.core.actor import GUEST
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.inventory.models import StockLevel
from shop.inventory.receive import receive_stock
from shop.notifications.models import Notice
from shop.notifications.notify_waiting import tell_of_turn
from shop.offers.end_lists import end_lists
from shop.offers.join import leave_queue
from shop.offers.models import WaitingEntry, WaitState
from shop.orders.audit import audit_books
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from tests.conftest import SECRET
from tests.make import accounts
from tests.make.offers import WAIT, as_host, buy, pinned, serve, wait

BUYERS, UNITS, LAPSED = 200, 20, 5


async def _free(sessions, stall, pieces):
    async with short(sessions) as session:
        await receive_stock(session, stall.variants[0].id, stall.place.id, pieces, "test")


async def _states(sessions):
    async with sessions() as session:
        rows = await session.execute(
            select(WaitingEntry.contact_phone, WaitingEntry.state).order_by(WaitingEntry.number)
        )
        return [(phone[-3:], state) for phone, state in rows]


async def test_two_hundred_buyers_of_twenty_pieces_and_five_holds_that_run_out(live_client, sessions, warp):
    stall = await pinned(live_client, sessions, stock=UNITS)

    async def one(number):
        bought = await buy(live_client, stall, number)
        async with few:  # a busy machine refuses more at once than it has connections for
            return bought if bought.status_code == 201 else await wait(live_client, stall, number)

    few = asyncio.Semaphore(10)
    replies = await asyncio.gather(*(one(number) for number in range(BUYERS)))

    assert {reply.status_code for reply in replies} == {201}, Counter(reply.text for reply in replies if reply.is_error)
    assert Counter("position" in reply.json() for reply in replies) == {False: UNITS, True: BUYERS - UNITS}
    room = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert room["waiting"] == {str(stall.variants[0].id): BUYERS - UNITS}
    async with short(sessions) as session:
        turns = list(await session.scalars(select(WaitingEntry.id).order_by(WaitingEntry.number)))
        lapsing = select(Order.id).order_by(Order.id).limit(LAPSED)
        late = Order.hold_expires_at - timedelta(minutes=16)
        await session.execute(update(Order).where(Order.id.in_(lapsing)).values(hold_expires_at=late))
    async with short(sessions) as session:
        assert await expire_holds(session) == LAPSED
    assert (await buy(live_client, stall, 900)).json()["code"] == "queue_ahead"

    assert await serve(sessions) == LAPSED
    assert await serve(sessions) == 0

    async with sessions() as session:
        served = await session.scalars(
            select(WaitingEntry.id).where(WaitingEntry.state == WaitState.SERVED).order_by(WaitingEntry.number)
        )
        assert list(served) == turns[:LAPSED]
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (UNITS, UNITS)
        assert await audit_books(session) == []


async def test_servers_at_once_serve_each_entry_once(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    for number in range(2, 8):
        await wait(live_client, stall, number)
    await _free(sessions, stall, 3)

    served = await asyncio.gather(*(serve(sessions) for _ in range(4)))

    assert sum(served) == 3
    assert [state for _, state in await _states(sessions)] == [WaitState.SERVED] * 3 + [WaitState.WAITING] * 3
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 4
        assert await audit_books(session) == []


async def test_who_leaves_while_being_served_has_the_order_and_hears_of_it(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    mine = (await wait(live_client, stall, 2)).json()
    await _free(sessions, stall, 1)
    locked, go = asyncio.Event(), asyncio.Event()

    async def pause(where):
        if where == "entries locked":
            locked.set()
            await go.wait()

    serving = asyncio.create_task(serve(sessions, pause=pause))
    await locked.wait()
    leaving = asyncio.create_task(live_client.delete(f"{stall.path}/waiting/{mine['id']}?ticket={mine['ticket']}"))
    await asyncio.sleep(0)
    go.set()

    assert await serving == 1
    left = (await leaving).json()
    assert (left["state"], left["order"] is None) == ("served", False)


async def test_who_leaves_first_is_not_served_and_the_next_is(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    mine = (await wait(live_client, stall, 2)).json()
    await wait(live_client, stall, 3)
    async with short(sessions) as session:
        for _ in range(2):
            await leave_queue(session, GUEST, mine["id"], mine["ticket"], SECRET)
    await _free(sessions, stall, 1)

    await serve(sessions)

    assert await _states(sessions) == [("002", WaitState.LEFT), ("003", WaitState.SERVED)]


async def test_nobody_overtakes_one_who_wants_more_until_they_want_fewer(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    first = (await wait(live_client, stall, 2, 3)).json()
    await wait(live_client, stall, 3)
    await _free(sessions, stall, 2)

    assert await serve(sessions) == 0
    fewer = (await wait(live_client, stall, 2, 2)).json()
    more = (await wait(live_client, stall, 3, 5)).json()

    assert (fewer["id"], fewer["position"], fewer["quantity"]) == (first["id"], 1, 2)
    assert (more["position"], more["quantity"]) == (2, 1)
    assert await serve(sessions) == 1
    assert await _states(sessions) == [("002", WaitState.SERVED), ("003", WaitState.WAITING)]


async def test_a_buyer_stands_once_however_often_they_tap(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)

    replies = await asyncio.gather(*(wait(live_client, stall, 2) for _ in range(8)))

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["id"] for reply in replies}) == 1


async def test_what_can_be_had_now_is_not_waited_for(live_client, sessions):
    stall = await pinned(live_client, sessions)

    reply = await wait(live_client, stall, 1)
    later = await wait(live_client, stall, 1, 6)

    assert (reply.status_code, reply.json()["code"]) == (409, "waiting_needless")
    assert later.json()["position"] == 1


async def test_turns_are_shown_to_their_owners_alone(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    mine, other = [(await wait(live_client, stall, number)).json() for number in (2, 3)]
    forged = f"{other['id'].replace('-', '')}.{mine['ticket'][33:]}"

    shown = (await live_client.get(f"{stall.path}/waiting", params={"ticket": [mine["ticket"], forged, "x"]})).json()
    nobody = (await live_client.get(f"{stall.path}/waiting")).json()
    stranger = await live_client.delete(f"{stall.path}/waiting/{other['id']}?ticket={mine['ticket']}")

    assert [(item["id"], item["position"]) for item in shown["items"]] == [(mine["id"], 1)]
    assert nobody == {"items": []}
    assert (stranger.status_code, stranger.json()["code"]) == (404, "waiting_unknown")


async def test_a_served_entry_leads_to_its_order_with_its_own_hold(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    mine = (await wait(live_client, stall, 2, payment="vietqr")).json()
    await _free(sessions, stall, 1)
    await serve(sessions)

    [shown] = (await live_client.get(f"{stall.path}/waiting", params={"ticket": mine["ticket"]})).json()["items"]
    order = await live_client.get(
        f"/api/v1/orders/{shown['order']['code']}", headers={"X-Order-Token": shown["order"]["token"]}
    )

    assert (shown["state"], order.status_code, order.json()["total"]) == ("served", 200, 200_000)
    async with sessions() as session:
        kept = select(Order.hold_expires_at - Order.created_at).where(Order.code == shown["order"]["code"])
        assert await session.scalar(kept) == timedelta(minutes=WAIT.hold_minutes)


async def test_who_has_enough_is_told_so_when_the_turn_comes_and_the_next_is_served(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=2, buyer_limit=2)
    await buy(live_client, stall, 1, 2)
    await wait(live_client, stall, 1)
    await wait(live_client, stall, 2)
    await _free(sessions, stall, 2)

    assert await serve(sessions) == 2

    assert await _states(sessions) == [("001", WaitState.REFUSED), ("002", WaitState.SERVED)]
    async with sessions() as session:
        assert await session.scalar(select(WaitingEntry.why).where(WaitingEntry.why.is_not(None))) == "buyer_limit"


async def test_a_quota_that_is_raised_serves_the_list_and_a_higher_price_is_not_asked(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=9, quota=1)
    variant = str(stall.variants[0].id)
    await buy(live_client, stall, 1)
    await wait(live_client, stall, 2)
    assert await serve(sessions) == 0
    dearer = {"variant": variant, "price": 210_000, "quota": 5}
    await as_host(live_client, stall, "POST", "pin", dearer)
    assert await serve(sessions) == 0  # what was promised at 200,000 is sold out

    cheaper = {"variant": variant, "price": 190_000, "quota": 5}
    await as_host(live_client, stall, "POST", "pin", cheaper)

    assert await serve(sessions) == 1
    async with sessions() as session:
        assert list(await session.scalars(select(Order.total).order_by(Order.id))) == [200_000, 190_000]
        assert await audit_books(session) == []


@pytest.mark.parametrize(("minutes", "state"), [(5, WaitState.SERVED), (11, WaitState.ENDED)])
async def test_a_list_goes_on_for_some_minutes_after_its_session(live_client, sessions, warp, minutes, state):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    await wait(live_client, stall, 2)
    await as_host(live_client, stall, "POST", "end")
    await _free(sessions, stall, 1)
    async with sessions() as session:
        await warp(session, timedelta(minutes=minutes))

    await serve(sessions)
    async with short(sessions) as session:
        await end_lists(session, WAIT)
        await session.flush()
        kinds = list(await session.scalars(select(OutboxEvent.kind)))

    assert await _states(sessions) == [("002", state)]
    told = "offers.waiting_served" if state is WaitState.SERVED else "offers.waiting_closed"
    assert told in kinds
    async with sessions() as session:
        totals = list(await session.scalars(select(Order.total)))
        assert totals == [200_000] * (2 if state is WaitState.SERVED else 1)
        assert await audit_books(session) == []


async def test_a_person_is_told_in_the_shop_that_the_turn_came(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1)
    await buy(live_client, stall, 1)
    async with short(sessions) as session:
        buyer = await accounts.person(session)
    await accounts.signed_in(live_client, buyer)
    await wait(live_client, stall, 2)
    live_client.cookies.clear()
    await _free(sessions, stall, 1)
    await serve(sessions)

    async with short(sessions) as session:
        entry_id = await session.scalar(select(WaitingEntry.id))
        event_id = await session.scalar(select(OutboxEvent.id).where(OutboxEvent.kind == "offers.waiting_served"))
        assert await tell_of_turn(session, event_id, entry_id) == 2
        assert await tell_of_turn(session, event_id, entry_id) == 0

    async with sessions() as session:
        subject = await session.scalar(select(Notice.subject).where(Notice.person_id == buyer.id).limit(1))
        assert subject.startswith("Đến lượt bạn")
        assert await session.scalar(select(func.count()).where(Order.status == OrderStatus.HELD)) == 2
