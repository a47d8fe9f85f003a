"""Everything runs concurrently with itself: real transactions on real connections."""

import asyncio

from sqlalchemy import func, select

from shop.core.errors import Refusal
from shop.inventory.models import StockLevel
from shop.orders.audit import audit_books
from shop.places.models import Place, PlaceKind
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.send import Sending, send_transfer
from tests.make.inventory import level
from tests.make.stockroom import ends, fresh_key, sent


async def test_of_two_receipts_at_once_one_wins(sessions):
    both, code = await under_way(sessions, 2)

    said = await together(
        *(at(sessions, receive_transfer, both.receiver, code, Arrived(), fresh_key()) for _ in range(5))
    )

    assert sorted(said) == ["done"] + ["illegal_move"] * 4
    assert await levels(sessions, both) == (3, 2)


async def test_one_receipt_sent_five_times_at_once_is_worked_once(sessions):
    both, code = await under_way(sessions, 2)
    key = fresh_key()

    said = await together(*(at(sessions, receive_transfer, both.receiver, code, Arrived(), key) for _ in range(5)))

    assert said == ["done"] * 5
    assert await levels(sessions, both) == (3, 2)


async def test_receiving_and_taking_back_at_once_never_both_happen(sessions):
    for _ in range(4):
        both, code = await under_way(sessions, 2)

        said = await together(
            at(sessions, receive_transfer, both.receiver, code, Arrived(), fresh_key()),
            at(sessions, cancel_transfer, both.sender, code),
        )

        assert sorted(said) == ["done", "illegal_move"]
        assert await levels(sessions, both) in {(3, 2), (5, 0)}


async def test_first_transfers_at_once_make_one_place_of_transit_and_send_no_piece_twice(sessions):
    async with sessions() as session, session.begin():
        both = await ends(session, 3)
    sending = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces={both.goods.variant_id: 1})

    said = await together(*(at(sessions, send_transfer, both.sender, sending, fresh_key()) for _ in range(6)))

    assert sorted(said) == ["done"] * 3 + ["stock_promised"] * 3
    async with sessions() as session:
        transit = select(func.count()).select_from(Place).where(Place.kind == PlaceKind.TRANSIT)
        assert await session.scalar(transit) == 1
        assert await level(session, both.goods) == (0, 0)
        assert await audit_books(session) == []


async def test_one_sending_sent_at_once_leaves_once(sessions):
    async with sessions() as session, session.begin():
        both = await ends(session, 5)
    sending = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces={both.goods.variant_id: 2})
    key = fresh_key()

    said = await together(*(at(sessions, send_transfer, both.sender, sending, key) for _ in range(5)))

    assert said == ["done"] * 5
    async with sessions() as session:
        assert await level(session, both.goods) == (3, 0)


async def test_transfers_that_cross_do_not_wait_for_each_other_in_a_circle(sessions):
    async with sessions() as session, session.begin():
        both = await ends(session, 20)
        there = await sent(session, both, 10)
        await receive_transfer(session, both.receiver, there.code, Arrived(), fresh_key())
    bowl = {both.goods.variant_id: 1}
    out = Sending(from_slug=both.goods.point, to_slug=both.other.slug, pieces=bowl)
    home = Sending(from_slug=both.other.slug, to_slug=both.goods.point, pieces=bowl)

    said = await together(
        *(at(sessions, send_transfer, both.sender, out, fresh_key()) for _ in range(6)),
        *(at(sessions, send_transfer, both.receiver, home, fresh_key()) for _ in range(6)),
    )

    assert said == ["done"] * 12
    async with sessions() as session:
        assert await audit_books(session) == []


async def under_way(sessions, pieces):
    """A transfer that is committed; its ends and its code."""
    async with sessions() as session, session.begin():
        both = await ends(session, 5)
        transfer = await sent(session, both, pieces)
    return both, transfer.code


async def at(sessions, verb, *words):
    """Do it in a transaction of its own; what was said."""
    try:
        async with sessions() as session, session.begin():
            await verb(session, *words)
    except Refusal as refusal:
        return refusal.code
    return "done"


async def together(*acts):
    return list(await asyncio.gather(*acts))


async def levels(sessions, both):
    """What stands at each end."""
    async with sessions() as session:
        rows = await session.execute(
            select(StockLevel.place_id, StockLevel.on_hand).where(StockLevel.variant_id == both.goods.variant_id)
        )
        found = dict(rows.all())
    return found[both.goods.place_id], found.get(both.other.id, 0)
