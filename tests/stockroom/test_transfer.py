from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Shelf
from shop.core.actor import GUEST
from shop.core.errors import Forbidden, Unauthenticated
from shop.core.idempotency import KeyReused
from shop.core.transitions import IllegalMove
from shop.inventory.errors import NotHeldBack, OutOfStock
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind, StockLevel
from shop.inventory.queries import available
from shop.orders.audit import audit_books
from shop.places.errors import PlaceUnknown
from shop.places.models import Place, PlaceKind
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.errors import ShortfallUnexplained, TransferLinesWrong, TransferNowhere, TransferUnknown
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import Shortfall
from shop.stockroom.send import Sending, send_transfer
from tests.make.inventory import goods, level
from tests.make.stockroom import ends, fresh_key, sent


async def test_goods_under_way_are_counted_and_nowhere_to_be_had(session):
    both = await ends(session, 5)

    transfer = await sent(session, both, 5)

    assert (transfer.status, transfer.code[:3]) == (TransferStatus.SENT, "CK-")
    assert await level(session, both.goods) == (0, 0)
    assert await pieces_anywhere(session, both) == 5
    stock = await available(session, [both.goods.variant_id])
    assert {place.slug: place.available for place in stock[both.goods.variant_id]} == {both.goods.point: 0}
    assert await session.scalar(select(func.count()).select_from(Shelf)) == 0
    assert await audit_books(session) == []


async def test_what_arrives_stands_at_the_other_point_and_on_its_shelf(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 3)

    received = await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())

    assert received.status is TransferStatus.RECEIVED
    assert (await level(session, both.goods), await level(session, both.there)) == ((2, 0), (3, 0))
    assert set(await session.scalars(select(Shelf.place_id))) == {both.goods.place_id, both.other.id}
    lines = await session.execute(
        select(Movement.on_hand, Movement.actor, Movement.reason)
        .where(Movement.reference == transfer.id, Movement.kind == MovementKind.TRANSFER)
        .order_by(Movement.id)
    )
    sender, receiver = str(both.sender.person_id), str(both.receiver.person_id)
    wanted = [(pieces, actor, transfer.code) for actor in (sender, receiver) for pieces in (-3, 3)]
    assert sorted(tuple(line) for line in lines) == sorted(wanted)
    assert await audit_books(session) == []


async def test_what_is_missing_is_written_off_with_its_reason(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 3)
    came = Arrived(pieces={both.goods.variant_id: 1}, shortfall=Shortfall.BROKEN, note="rơi trên xe")

    received = await receive_transfer(session, both.receiver, transfer.code, came, fresh_key())

    assert received.status is TransferStatus.PARTLY_RECEIVED
    assert await level(session, both.there) == (1, 0)
    assert await pieces_anywhere(session, both) == 3
    off = await session.scalar(select(Movement).where(Movement.kind == MovementKind.ADJUST))
    assert (off.on_hand, off.reason, off.reference) == (-2, "broken: rơi trên xe", transfer.id)
    assert await audit_books(session) == []


async def test_a_box_that_never_came_leaves_no_line_at_the_other_end(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 3)
    nothing = Arrived(pieces={both.goods.variant_id: 0}, shortfall=Shortfall.LOST)

    await receive_transfer(session, both.receiver, transfer.code, nothing, fresh_key())

    assert (await level(session, both.goods), await level(session, both.there)) == ((2, 0), (0, 0))
    assert await audit_books(session) == []


async def test_the_sender_takes_goods_back_once(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 5)

    await cancel_transfer(session, both.sender, transfer.code)
    again = await cancel_transfer(session, both.sender, transfer.code)

    assert again.status is TransferStatus.CANCELLED
    assert await level(session, both.goods) == (5, 0)
    with pytest.raises(IllegalMove):
        await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())
    assert await audit_books(session) == []


async def test_what_arrived_is_neither_taken_back_nor_received_again(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 2)
    await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())

    with pytest.raises(IllegalMove):
        await cancel_transfer(session, both.sender, transfer.code)
    with pytest.raises(IllegalMove):
        await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())

    assert await level(session, both.there) == (2, 0)


async def test_a_key_sends_once_and_receives_once(session):
    both = await ends(session, 5)

    first, second = await sent(session, both, 2, key="gui-mot-lan"), await sent(session, both, 2, key="gui-mot-lan")
    for _ in range(2):
        await receive_transfer(session, both.receiver, first.code, Arrived(), "nhan-mot-lan")

    assert first.id == second.id
    assert (await level(session, both.goods), await level(session, both.there)) == ((3, 0), (2, 0))
    with pytest.raises(KeyReused):
        await sent(session, both, 1, key="gui-mot-lan")


async def test_no_more_is_sent_than_is_free(session):
    both = await ends(session, 5)
    await hold_stock(session, uuid4(), {(both.goods.variant_id, both.goods.place_id): 4})

    with pytest.raises(NotHeldBack) as refusal:
        async with session.begin_nested():
            await sent(session, both, 2)

    assert refusal.value.extra == {"variant": str(both.goods.variant_id), "available": 1}
    assert await session.scalar(select(func.count()).select_from(StockTransfer)) == 0


async def test_several_goods_leave_together_or_not_at_all(session):
    both, tea = await ends(session, 5), await goods(session, 1, name="Chè sen")
    both_goods = {both.goods.variant_id: 2, tea.variant_id: 2}
    sending = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces=both_goods)

    with pytest.raises(NotHeldBack):
        async with session.begin_nested():
            await send_transfer(session, both.sender, sending, fresh_key())

    assert (await level(session, both.goods), await level(session, tea)) == ((5, 0), (1, 0))


async def test_goods_go_to_another_open_sales_point_only(session):
    both = await ends(session, 5)
    store = Place(slug="kho-chu-the", kind=PlaceKind.PRODUCER_STORE, name="Kho")
    session.add(store)
    await session.flush()

    for slug in (both.goods.point, "khong-co", store.slug, "dang-chuyen"):
        sending = Sending(from_slug=both.goods.point, to_slug=slug, pieces={both.goods.variant_id: 1})
        with pytest.raises(TransferNowhere):
            await send_transfer(session, both.sender, sending, fresh_key())
    await session.execute(text("UPDATE place SET closed_from = shop_today() WHERE slug = 'quay-ha-dong'"))
    with pytest.raises(TransferNowhere):
        await sent(session, both, 1)

    assert await level(session, both.goods) == (5, 0)


async def test_unknown_goods_are_said(session):
    both = await ends(session, 5)
    sending = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces={uuid4(): 1})

    with pytest.raises(NoSuchVariant):
        await send_transfer(session, both.sender, sending, fresh_key())


async def test_each_end_acts_for_itself(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 2)
    foreign = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces={both.goods.variant_id: 1})

    with pytest.raises(TransferUnknown):
        await receive_transfer(session, both.sender, transfer.code, Arrived(), fresh_key())
    with pytest.raises(TransferUnknown):
        await cancel_transfer(session, both.receiver, transfer.code)
    with pytest.raises(Forbidden):
        await send_transfer(session, both.receiver, foreign, fresh_key())
    with pytest.raises(Unauthenticated):
        await cancel_transfer(session, GUEST, transfer.code)
    for code in ("CK-0000-0000", "", "CM-7F3K-92PM"):
        with pytest.raises(TransferUnknown):
            await cancel_transfer(session, both.sender, code)


async def test_what_arrived_is_said_of_every_line_and_explained(session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 2)
    variant = both.goods.variant_id

    for wrong in ({}, {variant: 3}, {variant: -1}, {variant: 1, uuid4(): 1}):
        came = Arrived(pieces=wrong, shortfall=Shortfall.LOST)
        with pytest.raises(TransferLinesWrong):
            async with session.begin_nested():
                await receive_transfer(session, both.receiver, transfer.code, came, fresh_key())
    with pytest.raises(ShortfallUnexplained):
        async with session.begin_nested():
            await receive_transfer(session, both.receiver, transfer.code, Arrived(pieces={variant: 1}), fresh_key())

    assert await session.scalar(select(TransferLine.received)) is None


async def test_nobody_works_where_goods_are_under_way(session):
    both = await ends(session, 5)
    await sent(session, both, 2)
    transit = await session.scalar(select(Place.slug).where(Place.kind == PlaceKind.TRANSIT))
    back = Sending(from_slug=transit, to_slug=both.goods.point, pieces={both.goods.variant_id: 1})

    with pytest.raises(PlaceUnknown):
        await send_transfer(session, both.sender, back, fresh_key())


async def test_goods_that_came_can_be_sold_and_those_that_left_cannot(session):
    both = await ends(session, 2)
    transfer = await sent(session, both, 2)

    with pytest.raises(OutOfStock):
        await hold_stock(session, uuid4(), {(both.goods.variant_id, both.goods.place_id): 1})
    await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())
    await hold_stock(session, uuid4(), {(both.goods.variant_id, both.other.id): 2})

    assert await level(session, both.there) == (2, 2)


async def test_when_it_ended_and_by_whom_stays_written(session, warp):
    both = await ends(session, 5)
    transfer = await sent(session, both, 2, note="xe sáng")
    await warp(session, timedelta(hours=3))

    await receive_transfer(session, both.receiver, transfer.code, Arrived(), fresh_key())

    row = await session.get_one(StockTransfer, transfer.id, populate_existing=True)
    assert (row.note, row.sent_by, row.ended_by) == (
        "xe sáng",
        str(both.sender.person_id),
        str(both.receiver.person_id),
    )
    assert row.ended_at - row.created_at >= timedelta(hours=3)


async def pieces_anywhere(session, both):
    wanted = select(func.sum(StockLevel.on_hand)).where(StockLevel.variant_id == both.goods.variant_id)
    return await session.scalar(wanted)
