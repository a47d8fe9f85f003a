import asyncio
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.catalog.models import Shelf
from shop.core.errors import Refusal
from shop.inventory.consume import consume_stock
from shop.inventory.errors import NotHeldBack, OutOfStock
from shop.inventory.give_back import return_stock
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind, StockLevel
from shop.inventory.move import Change, move_stock
from shop.inventory.queries import available
from shop.inventory.receive import receive_stock
from shop.inventory.release import release_stock
from shop.orders.audit import audit_books
from tests.make import catalog
from tests.make.inventory import goods, level


async def test_held_units_are_not_free_and_come_back_once(session):
    bowl, order = await goods(session, 5), uuid4()

    await hold_stock(session, order, {(bowl.variant_id, bowl.place_id): 3})
    held = await _free(session, bowl)
    await release_stock(session, [order], "test")
    await release_stock(session, [order], "test")

    assert (held, await _free(session, bowl)) == (2, 5)


async def test_sold_units_leave_and_may_return_once(session):
    bowl, order = await goods(session, 5), uuid4()
    await hold_stock(session, order, {(bowl.variant_id, bowl.place_id): 3})

    await consume_stock(session, [order], "test")
    await consume_stock(session, [order], "test")
    sold = await level(session, bowl)
    await return_stock(session, [order], "test")
    await return_stock(session, [order], "test")

    assert (sold, await level(session, bowl)) == ((2, 0), (5, 0))


async def test_a_hold_takes_all_or_nothing(session):
    bowl, tea = await goods(session, 5), await goods(session, 1, name="Chè sen")

    with pytest.raises(OutOfStock) as refusal:
        await hold_stock(session, uuid4(), {(bowl.variant_id, bowl.place_id): 1, (tea.variant_id, tea.place_id): 2})

    assert refusal.value.extra == {"variant": str(tea.variant_id), "available": 1}
    assert await level(session, bowl) == (5, 0)


async def test_stock_at_a_place_that_has_none_is_out_of_stock(session):
    bowl = await goods(session, 5)

    with pytest.raises(OutOfStock):
        await hold_stock(session, uuid4(), {(bowl.variant_id, uuid4()): 1})


async def test_the_shelf_follows_stock_across_zero(session):
    bowl, order = await goods(session, 2), uuid4()

    full = await _on_shelf(session, bowl)
    await hold_stock(session, order, {(bowl.variant_id, bowl.place_id): 2})
    empty = await _on_shelf(session, bowl)
    await release_stock(session, [order], "test")

    assert (full, empty, await _on_shelf(session, bowl)) == (True, False, True)


async def test_a_delivery_of_goods_makes_a_level_and_a_line(session):
    bowl = await goods(session, 2)
    other = await catalog.place(session, "quay-moi")

    await receive_stock(session, bowl.variant_id, other.id, 7, "kho", reason="phiếu 12")

    stock = await available(session, [bowl.variant_id])
    assert {place.slug: place.available for place in stock[bowl.variant_id]} == {bowl.point: 2, "quay-moi": 7}
    line = await session.scalar(select(Movement).where(Movement.reason == "phiếu 12"))
    assert (line.kind, line.on_hand, line.actor) == (MovementKind.RECEIVE, 7, "kho")


async def test_the_ledger_cannot_be_rewritten(session):
    await goods(session, 2)

    for statement in ("UPDATE movement SET on_hand = 9", "DELETE FROM movement"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with session.begin_nested():
                await session.execute(text(statement))


async def test_the_guard_refuses_to_go_below_what_is_promised(session):
    bowl = await goods(session, 5)
    await hold_stock(session, uuid4(), {(bowl.variant_id, bowl.place_id): 4})
    level_id = await session.scalar(select(StockLevel.id))

    with pytest.raises(NotHeldBack):
        await move_stock(session, [Change(level_id, None, on_hand=-2)], MovementKind.ADJUST, "test")


async def test_the_check_stands_behind_the_guard(session):
    await goods(session, 5)

    with pytest.raises(DBAPIError, match="held_within_on_hand"):
        async with session.begin_nested():
            await session.execute(text("UPDATE stock_level SET held = 6"))


async def test_without_guard_and_check_an_oversell_happens_and_the_audit_finds_it(sessions):
    """The control of `the last piece is sold once`: eight read, then write, with nothing in the way."""
    async with sessions() as session, session.begin():
        bowl = await goods(session, 1)
        await session.execute(text("ALTER TABLE stock_level DROP CONSTRAINT stock_level_held_within_on_hand_check"))
    try:
        all_have_read = asyncio.Barrier(8)
        await asyncio.gather(*(_careless(sessions, bowl, all_have_read) for _ in range(8)))

        async with sessions() as session:
            found = await audit_books(session)
        assert {difference.check for difference in found} >= {"ledger"}
    finally:
        async with sessions() as session, session.begin():
            await session.execute(text("UPDATE stock_level SET held = 0"))
            await session.execute(
                text(
                    "ALTER TABLE stock_level ADD CONSTRAINT stock_level_held_within_on_hand_check "
                    "CHECK (held BETWEEN 0 AND on_hand)"
                )
            )


moves = st.lists(
    st.tuples(
        st.sampled_from(["receive", "hold", "release", "consume", "return"]), st.integers(1, 4), st.integers(1, 6)
    ),
    max_size=25,
)


@given(plan=moves)
@budget(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_happens_the_ledger_is_the_balance(session, plan):
    async with session.begin_nested() as round_:
        bowl = await goods(session, 3)
        for verb, number, pieces in plan:
            try:
                async with session.begin_nested():
                    await _do(session, bowl, verb, UUID(int=number), pieces)
            except Refusal:
                continue

        assert await audit_stock(session) == []
        on_hand, held = await level(session, bowl)
        assert 0 <= held <= on_hand
        await round_.rollback()


async def audit_stock(session):
    return [each for each in await audit_books(session) if each.check in {"ledger", "holds"}]


async def _do(session, bowl, verb, reference, pieces):
    if verb == "receive":
        await receive_stock(session, bowl.variant_id, bowl.place_id, pieces, "test")
    elif verb == "hold":
        known = await session.scalar(
            text("SELECT count(*) FROM stock_hold WHERE reference = :reference"), {"reference": reference}
        )
        if not known:
            await hold_stock(session, reference, {(bowl.variant_id, bowl.place_id): pieces})
    elif verb == "release":
        await release_stock(session, [reference], "test")
    elif verb == "consume":
        await consume_stock(session, [reference], "test")
    else:
        await return_stock(session, [reference], "test")


async def _careless(sessions, bowl, all_have_read):
    async with sessions() as session, session.begin():
        row = await session.scalar(select(StockLevel).where(StockLevel.variant_id == bowl.variant_id))
        await all_have_read.wait()
        if row.on_hand - row.held >= 1:
            await session.execute(text("UPDATE stock_level SET held = held + 1 WHERE id = :id"), {"id": row.id})
            session.add(
                Movement(
                    level_id=row.id, kind=MovementKind.HOLD, on_hand=0, held=1, reference=uuid4(), actor="careless"
                )
            )


async def _free(session, bowl):
    return (await available(session, [bowl.variant_id]))[bowl.variant_id][0].available


async def _on_shelf(session, bowl):
    wanted = select(func.count()).select_from(Shelf).where(Shelf.variant_id == bowl.variant_id)
    return bool(await session.scalar(wanted))
