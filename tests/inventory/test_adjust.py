import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.core.errors import Refusal
from shop.core.outbox import OutboxEvent
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.errors import NotHeldBack
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind
from shop.inventory.queries import available
from shop.orders.audit import audit_books
from tests.make import catalog
from tests.make.inventory import goods, level


async def test_a_correction_is_a_line_of_the_ledger_with_its_reason(session):
    bowl = await goods(session, 5)

    await adjust_stock(session, [Correction(bowl.variant_id, bowl.place_id, -2)], "mai", reason="broken: rơi khi bày")

    line = await session.scalar(select(Movement).where(Movement.kind == MovementKind.ADJUST))
    assert (line.on_hand, line.held, line.actor, line.reason) == (-2, 0, "mai", "broken: rơi khi bày")
    assert await level(session, bowl) == (3, 0)
    assert await audit_books(session) == []


async def test_what_is_promised_to_orders_cannot_be_corrected_away(session):
    bowl = await goods(session, 5)
    await hold_stock(session, uuid4(), {(bowl.variant_id, bowl.place_id): 4})

    with pytest.raises(NotHeldBack) as refusal:
        await adjust_stock(session, [Correction(bowl.variant_id, bowl.place_id, -2)], "mai", reason="lost")

    assert refusal.value.extra == {"variant": str(bowl.variant_id), "available": 1}
    assert await level(session, bowl) == (5, 4)


async def test_corrections_of_one_variant_are_added_up_before_they_are_judged(session):
    bowl = await goods(session, 1)
    away = Correction(bowl.variant_id, bowl.place_id, -1)

    with pytest.raises(NotHeldBack):
        await adjust_stock(session, [away, away], "mai", reason="lost")
    await adjust_stock(
        session, [away, Correction(bowl.variant_id, bowl.place_id, 1), away], "mai", reason="other: ghi nhầm"
    )

    assert await level(session, bowl) == (0, 0)


async def test_something_found_where_nothing_stood_makes_a_level(session):
    bowl = await goods(session, 5)
    other = await catalog.place(session, "quay-moi")

    await adjust_stock(session, [Correction(bowl.variant_id, other.id, 1)], "mai", reason="found")

    stock = await available(session, [bowl.variant_id])
    assert {place.slug: place.available for place in stock[bowl.variant_id]} == {bowl.point: 5, "quay-moi": 1}


async def test_rooms_are_told_of_what_came_and_of_what_went(session):
    bowl, tea = await goods(session, 5), await goods(session, 5, name="Chè sen")
    corrections = [Correction(bowl.variant_id, bowl.place_id, -2), Correction(tea.variant_id, tea.place_id, 1)]

    await adjust_stock(session, corrections, "mai", reason="other: đếm lại")
    await session.flush()

    told = await session.execute(select(OutboxEvent.kind, OutboxEvent.payload["pieces"].as_integer()))
    assert {("inventory.taken", 2), ("inventory.received", 1)} <= {tuple(row) for row in told}


async def test_two_who_write_off_the_last_piece_at_once_write_it_off_once(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 1)

    async def write_off():
        try:
            async with sessions() as session, session.begin():
                await adjust_stock(session, [Correction(bowl.variant_id, bowl.place_id, -1)], "mai", reason="lost")
        except Refusal as refusal:
            return refusal.code
        return "done"

    said = await asyncio.gather(*(write_off() for _ in range(6)))

    async with sessions() as session:
        assert await level(session, bowl) == (0, 0)
    assert sorted(said) == ["done"] + ["stock_promised"] * 5
