import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shop.catalog.errors import NoSuchVariant
from shop.core.audit import AuditEntry
from shop.core.errors import Forbidden, Refusal
from shop.core.idempotency import KeyReused
from shop.inventory.consume import consume_stock
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind
from shop.orders.audit import audit_books
from shop.places.errors import PlaceUnknown
from shop.stockroom.correct import Wrong, correct_stock
from shop.stockroom.count_room import Counted, Tally, count_room
from shop.stockroom.errors import CorrectionUnmeant
from shop.stockroom.rules import Cause
from tests.make import catalog
from tests.make.inventory import goods, level
from tests.make.orders import staff_of
from tests.make.stockroom import fresh_key


async def test_a_count_sent_twice_says_the_same_differences_and_writes_them_once(session):
    bowl, tea = await goods(session, 5), await goods(session, 5, name="Chè sen")
    clerk, key = await staff_of(session, bowl.place_id), fresh_key()
    tally = Tally(lines=[counted(bowl, 3), counted(tea, 5)], note="cuối tháng")

    first = await count_room(session, clerk, bowl.point, tally, key)
    again = await count_room(session, clerk, bowl.point, tally, key)

    assert [(each.variant_id, each.before, each.counted) for each in first] == [(bowl.variant_id, 5, 3)]
    assert again == first
    written = select(func.count()).select_from(Movement).where(Movement.kind == MovementKind.COUNT)
    assert await session.scalar(written) == 1
    await session.flush()
    act = await session.scalar(select(AuditEntry).where(AuditEntry.action == "stock.count"))
    assert (act.subject, act.detail) == (bowl.point, {"lines": 2, "differences": 1})
    with pytest.raises(KeyReused):
        await count_room(session, clerk, bowl.point, Tally(lines=[counted(bowl, 2)]), key)


async def test_only_the_staff_of_a_place_counts_and_corrects_there(session):
    bowl = await goods(session, 5)
    other = await staff_of(session, (await catalog.place(session, "quay-ha-dong")).id)
    wrong = Wrong(variant_id=bowl.variant_id, pieces=-1, cause=Cause.LOST)

    with pytest.raises(Forbidden):
        await count_room(session, other, bowl.point, Tally(lines=[counted(bowl, 3)]), fresh_key())
    with pytest.raises(Forbidden):
        await correct_stock(session, other, bowl.point, wrong, fresh_key())
    with pytest.raises(PlaceUnknown):
        await correct_stock(session, other, "khong-co", wrong, fresh_key())


async def test_unknown_goods_are_neither_counted_nor_corrected(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    unknown = Counted(variant_id=uuid4(), pieces=1, seen=0)

    with pytest.raises(NoSuchVariant):
        await count_room(session, clerk, bowl.point, Tally(lines=[unknown]), fresh_key())
    with pytest.raises(NoSuchVariant):
        await correct_stock(
            session, clerk, bowl.point, Wrong(variant_id=uuid4(), pieces=1, cause=Cause.FOUND), fresh_key()
        )


@pytest.mark.parametrize(
    ("cause", "pieces", "note", "meant"),
    [
        (Cause.BROKEN, -1, "", True),
        (Cause.BROKEN, 1, "", False),
        (Cause.LOST, -1, "", True),
        (Cause.LOST, 0, "", False),
        (Cause.SAMPLE, -2, "hội chợ", True),
        (Cause.SAMPLE, 2, "hội chợ", False),
        (Cause.FOUND, 1, "", True),
        (Cause.FOUND, -1, "", False),
        (Cause.OTHER, 1, "ghi nhầm", True),
        (Cause.OTHER, -1, "ghi nhầm", True),
        (Cause.OTHER, 1, "", False),
        (Cause.OTHER, 0, "ghi nhầm", False),
    ],
)
async def test_a_correction_fits_its_cause(session, cause, pieces, note, meant):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    wrong = Wrong(variant_id=bowl.variant_id, pieces=pieces, cause=cause, note=note)

    if meant:
        for _ in range(2):
            await correct_stock(session, clerk, bowl.point, wrong, "mot-lan-thoi")
        line = await session.scalar(select(Movement).where(Movement.kind == MovementKind.ADJUST))
        assert line.reason == (f"{cause.value}: {note}" if note else cause.value)
    else:
        with pytest.raises(CorrectionUnmeant):
            await correct_stock(session, clerk, bowl.point, wrong, fresh_key())

    assert await level(session, bowl) == (5 + pieces * meant, 0)


async def test_counting_while_others_buy_and_fetch_keeps_the_books_whole(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 30)
        clerk = await staff_of(session, bowl.place_id)

    async def buy():
        order = uuid4()
        async with sessions() as session, session.begin():
            await hold_stock(session, order, {(bowl.variant_id, bowl.place_id): 1})
        async with sessions() as session, session.begin():
            await consume_stock(session, [order], "quầy")

    async def count(number):
        async with sessions() as session:
            seen, _ = await level(session, bowl)
        try:
            async with sessions() as session, session.begin():
                line = Counted(variant_id=bowl.variant_id, pieces=seen - 1, seen=seen)
                await count_room(session, clerk, bowl.point, Tally(lines=[line], note=f"lần {number}"), fresh_key())
        except Refusal as refusal:
            return refusal.code
        return "done"

    said = await asyncio.gather(*(count(number) for number in range(6)), *(buy() for _ in range(8)))

    counts = [each for each in said if each is not None]
    assert set(counts) <= {"done", "stock_moved"}
    async with sessions() as session:
        assert await level(session, bowl) == (30 - 8 - counts.count("done"), 0)
        assert [each for each in await audit_books(session) if each.check in {"ledger", "holds"}] == []


def counted(goods, pieces, *, seen=5):
    return Counted(variant_id=goods.variant_id, pieces=pieces, seen=seen)
