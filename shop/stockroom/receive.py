"""Goods that were under way arrive."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.inventory.draw import brought_by, split, turned
from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock
from shop.stockroom.errors import ShortfallUnexplained, TransferLinesWrong
from shop.stockroom.guards import require_end
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus
from shop.stockroom.rules import MOVES, Shortfall, is_short, written_reason
from shop.stockroom.transit import end_transfer, lines_of, lock_transfer, transit_place

ROUTE = "stockroom.receive"


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What came: pieces by variant, of every line; None means all of it. `shortfall` says what became of the rest."""

    pieces: Mapping[UUID, int] | None = None
    shortfall: Shortfall | None = None
    note: str = ""


async def receive_transfer(session: AsyncSession, actor: Actor, code: str, arrived: Arrived, key: str) -> StockTransfer:
    """Put what arrived on sale at the other end; what is missing is written off. The same key receives once.

    Batches arrive as they were sent; of those of which a part is missing, the later ones are missed.

    The transfer is locked first: of two who receive it at once, or receive and cancel, one wins.

    Raises:
        TransferUnknown: no such transfer to a place of this actor.
        IllegalMove: it was received or taken back already.
        TransferLinesWrong, ShortfallUnexplained: `arrived` cannot be meant.
        Unauthenticated, InProgress, KeyReused: as everywhere.
    """
    transfer = await lock_transfer(session, code)
    await require_end(session, actor, transfer.to_place_id)
    scope = f"person:{actor.person_id}"
    if await claim_key(session, scope, ROUTE, key, _asked(transfer, arrived)) is not None:
        return transfer
    MOVES.check(transfer.status, TransferStatus.RECEIVED)  # before one asks for reasons that no longer matter
    lines = await lines_of(session, transfer.id)
    sent = {line.variant_id: line.pieces for line in lines}
    came = sent if arrived.pieces is None else dict(arrived.pieces)
    if came.keys() != sent.keys() or any(not 0 <= came[variant] <= sent[variant] for variant in sent):
        raise TransferLinesWrong(field="lines")
    short = is_short(sent, came)
    if short and arrived.shortfall is None:
        raise ShortfallUnexplained(field="shortfall")
    end = TransferStatus.PARTLY_RECEIVED if short else TransferStatus.RECEIVED
    for line in lines:
        line.received = came[line.variant_id]
    await end_transfer(session, transfer, end, str(actor.person_id))
    await _arrive(session, transfer, lines, arrived)
    record_act(session, actor.person_id, "stock.receive", transfer.code, status=end.value)
    await settle_key(session, scope, ROUTE, key, str(transfer.id))
    return transfer


async def _arrive(
    session: AsyncSession, transfer: StockTransfer, lines: Sequence[TransferLine], arrived: Arrived
) -> None:
    transit, target, actor = await transit_place(session), transfer.to_place_id, transfer.ended_by or ""
    levels = await take_levels(session, [(line.variant_id, end) for line in lines for end in (transit, target)])
    parts = await brought_by(session, [transfer.id])
    moved: list[Change] = []
    gone: list[Change] = []
    for line in lines:
        under_way, received = levels[line.variant_id, transit].id, line.received or 0
        known = parts.get((transfer.id, under_way), [])
        if received:
            left = split(Change(under_way, transfer.id, on_hand=-received), known)
            moved += left + [turned(change, levels[line.variant_id, target].id) for change in left]
        if received < line.pieces:
            gone += split(Change(under_way, transfer.id, on_hand=received - line.pieces), known)
    await move_stock(session, moved, MovementKind.TRANSFER, actor, transfer.code)
    if gone and arrived.shortfall is not None:
        await move_stock(session, gone, MovementKind.ADJUST, actor, written_reason(arrived.shortfall, arrived.note))
    await tell_shifts(session, {(line.variant_id, target): line.received or 0 for line in lines})


def _asked(transfer: StockTransfer, arrived: Arrived) -> list[object]:
    came = arrived.pieces
    lines = None if came is None else sorted((str(variant), pieces) for variant, pieces in came.items())
    return [transfer.code, lines, arrived.shortfall, arrived.note]
