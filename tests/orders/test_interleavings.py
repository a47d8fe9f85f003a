"""Two at the same order or the same piece, in exactly this order: who comes second waits, then sees what became of it.

The first is held at a named point inside its use case; the second has begun when PostgreSQL says that it waits for a
lock. Nothing sleeps.
"""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from shop.core.idempotency import KeyReused
from shop.core.transitions import IllegalMove
from shop.fulfilment.pack import pack_order
from shop.inventory.errors import OutOfStock
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.confirm import confirm_order
from shop.orders.errors import HoldExpired
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from tests.make.inventory import goods, level
from tests.make.orders import placed, staff_of

S = OrderStatus
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


class Gate:
    """A pause at one point: the test knows when it is reached and says when to go on."""

    def __init__(self, point):
        self._point, self.reached, self._opened = point, asyncio.Event(), asyncio.Event()

    async def __call__(self, point):
        if point == self._point:
            self.reached.set()
            await self._opened.wait()

    def open(self):
        self._opened.set()

    async def hold(self, sessions, first, second):
        """`first` runs to the gate, then `second` until it waits for `first`; then both go on. What both came to."""
        one = await self._at_gate(sessions, first)
        other = asyncio.create_task(alone(sessions, second))
        try:
            await somebody_waits(sessions, other)
        finally:
            self.open()
        return await asyncio.gather(one, other, return_exceptions=True)

    async def beside(self, sessions, first, second):
        """`first` runs to the gate, `second` goes its whole way, and only then `first`. What both came to."""
        one = await self._at_gate(sessions, first)
        try:
            other = await alone(sessions, second)
        finally:
            self.open()
        return await one, other

    async def _at_gate(self, sessions, first):
        one = asyncio.create_task(alone(sessions, first))
        reached = asyncio.create_task(self.reached.wait())
        await asyncio.wait({one, reached}, return_when=asyncio.FIRST_COMPLETED)
        assert not one.done(), f"it never came to {self._point!r}: {one}"
        return one


async def alone(sessions, act):
    """`act` in a transaction of its own."""
    async with sessions() as session, session.begin():
        return await act(session)


async def somebody_waits(sessions, other):
    """Until a transaction of this database waits for another's lock; `other`, whose it is, must not end before."""
    async with sessions() as session:
        await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        while not await session.scalar(_WAITING):
            assert not other.done(), f"it did not wait: {other}"


@pytest.fixture
async def bowl(sessions):
    """A bowl, of which one piece is left."""
    return await alone(sessions, lambda session: goods(session, 1))


@pytest.fixture
async def order(sessions, bowl):
    """An order of the last bowl, held: its id and code, and a clerk of its point."""

    async def make(session):
        made = await placed(session, bowl)
        clerk = await staff_of(session, bowl.place_id)
        return await session.scalar(select(Order.id).where(Order.code == made.code)), made.code, clerk

    return await alone(sessions, make)


async def stands(sessions, order_id, bowl):
    """Where the order stands and what is on the shelf; the books must agree."""
    async with sessions() as session:
        assert await audit_books(session) == []
        status = await session.scalar(select(Order.status).where(Order.id == order_id))
        return status, await level(session, bowl)


async def test_two_want_the_last_piece_and_the_second_is_refused_after_the_first_commits(sessions, bowl):
    gate = Gate("stock held")

    first, second = await gate.hold(
        sessions, lambda session: placed(session, bowl, pause=gate), lambda session: placed(session, bowl)
    )

    assert first.status is S.HELD
    assert isinstance(second, OutOfStock)


async def test_who_waits_for_the_last_piece_gets_it_when_the_first_is_cut_off(sessions, bowl):
    gate = Gate("stock held")

    async def cut_off(session):
        await placed(session, bowl, pause=gate)
        raise ConnectionResetError

    first, second = await gate.hold(sessions, cut_off, lambda session: placed(session, bowl))

    assert isinstance(first, ConnectionResetError)
    assert (second.status, await alone(sessions, lambda session: level(session, bowl))) == (S.HELD, (1, 1))


@pytest.mark.parametrize("point", ["key drawn", "stock held"])
async def test_a_twin_in_flight_waits_and_gets_the_order_of_the_first(sessions, bowl, point):
    gate = Gate(point)

    first, second = await gate.hold(
        sessions,
        lambda session: placed(session, bowl, request_key="one-key-of-two", pause=gate),
        lambda session: placed(session, bowl, request_key="one-key-of-two"),
    )

    assert first.code == second.code
    assert await alone(sessions, lambda session: level(session, bowl)) == (1, 1)


async def test_another_body_under_a_key_in_flight_waits_and_is_refused(sessions, bowl):
    gate = Gate("key drawn")

    first, second = await gate.hold(
        sessions,
        lambda session: placed(session, bowl, request_key="one-key-of-two", pause=gate),
        lambda session: placed(session, bowl, quantity=2, request_key="one-key-of-two"),
    )

    assert first.status is S.HELD
    assert isinstance(second, KeyReused)


async def test_a_confirmation_that_comes_while_the_hold_runs_out_comes_too_late(sessions, bowl, order, warp):
    order_id, _, _ = order
    async with sessions() as session:
        await warp(session, timedelta(minutes=16))
    gate = Gate("orders locked")

    swept, confirmed = await gate.beside(
        sessions, lambda session: expire_holds(session, pause=gate), lambda session: confirm_order(session, order_id)
    )

    assert (swept, confirmed) == (1, False)
    assert await stands(sessions, order_id, bowl) == (S.EXPIRED, (1, 0))


async def test_a_sweep_passes_over_an_order_that_is_being_confirmed_and_never_takes_it(sessions, bowl, order, warp):
    order_id, _, _ = order
    gate = Gate("order confirmed")

    async def sweep(session):
        async with sessions() as another:
            await warp(another, timedelta(minutes=16))
        return await expire_holds(session)

    confirmed, passed_over = await gate.beside(
        sessions, lambda session: confirm_order(session, order_id, pause=gate), sweep
    )

    assert (passed_over, confirmed, await alone(sessions, expire_holds)) == (0, True, 0)
    assert await stands(sessions, order_id, bowl) == (S.CONFIRMED, (1, 1))


async def test_a_point_that_packs_while_the_buyer_cancels_packs_nothing(sessions, bowl, order):
    order_id, code, clerk = order
    await alone(sessions, lambda session: confirm_order(session, order_id))
    gate = Gate("order locked")

    cancelled, packed = await gate.hold(
        sessions,
        lambda session: cancel_order(session, order_id, "buyer", pause=gate),
        lambda session: pack_order(session, clerk, code),
    )

    assert cancelled is None
    assert isinstance(packed, IllegalMove)
    assert await stands(sessions, order_id, bowl) == (S.CANCELLED, (1, 0))


async def test_a_buyer_who_cancels_while_the_point_packs_comes_too_late(sessions, bowl, order):
    order_id, code, clerk = order
    await alone(sessions, lambda session: confirm_order(session, order_id))
    gate = Gate("parcels locked")

    packed, cancelled = await gate.hold(
        sessions,
        lambda session: pack_order(session, clerk, code, pause=gate),
        lambda session: cancel_order(session, order_id, "buyer"),
    )

    assert packed.status is S.PACKED
    assert isinstance(cancelled, IllegalMove)
    assert await stands(sessions, order_id, bowl) == (S.PACKED, (1, 1))


async def test_a_buyer_who_cancels_while_the_hold_runs_out_is_told_so(sessions, bowl, order, warp):
    order_id, _, _ = order
    async with sessions() as session:
        await warp(session, timedelta(minutes=16))
    gate = Gate("orders locked")

    swept, cancelled = await gate.hold(
        sessions,
        lambda session: expire_holds(session, pause=gate),
        lambda session: cancel_order(session, order_id, "buyer"),
    )

    assert swept == 1
    assert isinstance(cancelled, HoldExpired)
    assert await stands(sessions, order_id, bowl) == (S.EXPIRED, (1, 0))
