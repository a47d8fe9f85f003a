"""The sender takes goods back that have not arrived."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.inventory.draw import brought_by, split, turned
from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock
from shop.stockroom.guards import require_end
from shop.stockroom.models import StockTransfer, TransferStatus
from shop.stockroom.transit import end_transfer, lines_of, lock_transfer, transit_place


async def cancel_transfer(session: AsyncSession, actor: Actor, code: str) -> StockTransfer:
    """Put the goods of a transfer back where they came from. Safe to repeat.

    Raises:
        TransferUnknown: no such transfer from a place of this actor.
        IllegalMove: it arrived already.
        Unauthenticated: nobody is signed in.
    """
    transfer = await lock_transfer(session, code)
    await require_end(session, actor, transfer.from_place_id)
    if transfer.status is TransferStatus.CANCELLED:
        return transfer
    lines = await lines_of(session, transfer.id)
    for line in lines:
        line.received = 0
    by = str(actor.person_id)
    await end_transfer(session, transfer, TransferStatus.CANCELLED, by)
    transit, source = await transit_place(session), transfer.from_place_id
    levels = await take_levels(session, [(line.variant_id, end) for line in lines for end in (transit, source)])
    parts = await brought_by(session, [transfer.id])
    changes: list[Change] = []
    for line in lines:
        under_way, here = levels[line.variant_id, transit].id, levels[line.variant_id, source].id
        gone = split(Change(under_way, transfer.id, on_hand=-line.pieces), parts.get((transfer.id, under_way), []))
        changes += gone + [turned(change, here) for change in gone]
    await move_stock(session, changes, MovementKind.TRANSFER, by, transfer.code)
    await tell_shifts(session, {(line.variant_id, source): line.pieces for line in lines})
    record_act(session, actor.person_id, "stock.take_back", transfer.code)
    return transfer
