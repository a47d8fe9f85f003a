"""The goods of a return come back to the place, and the money for them is owed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.core.pause import Pause, go_on
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.counter import return_at_counter
from shop.orders.models import OrderLine, Parcel
from shop.payments.refund import owe_refund
from shop.returns.errors import MoreThanAsked, NothingReturned
from shop.returns.guards import require_taker
from shop.returns.models import Return, ReturnLine, ReturnReason, ReturnState
from shop.returns.move import free_pieces, lock_return, move_return
from shop.returns.rules import MOVES, ReturnTerms, worth

Pairs = Sequence[tuple[ReturnLine, OrderLine]]


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """Of an order line in the return so many pieces go back on the shelf, and so many are written off."""

    line: UUID
    shelved: int = 0
    written_off: int = 0


async def receive_return(
    session: AsyncSession,
    actor: Actor,
    code: str,
    came: Sequence[Came],
    terms: ReturnTerms,
    *,
    pause: Pause = go_on,
) -> Return:
    """Take in what came of an accepted return: onto the books, what is spoiled off again, and the refund is owed.

    Pieces that did not come may be asked for again. Not repeated: a second time is refused.

    Raises:
        Unauthenticated, ReturnUnknown: the asker does not work at the place.
        IllegalMove: it is not awaited.
        NothingReturned, MoreThanAsked: the pieces cannot be meant so.
    """
    asked = await lock_return(session, code)
    await pause("return locked")
    await require_taker(session, actor, asked)
    MOVES.check(asked.state, ReturnState.RECEIVED)
    pairs = await _lines(session, asked.id)
    _note_pieces(pairs, {each.line: each for each in came})
    who = str(actor.person_id)
    asked.amount = await _owed(session, asked, pairs)
    await move_return(session, asked, ReturnState.RECEIVED, terms, actor=who)
    await free_pieces(session, asked)
    await _put_back(session, asked, pairs, who)
    if asked.amount:
        await owe_refund(session, asked.order_id, asked.id, asked.amount)
    else:
        await move_return(session, asked, ReturnState.CLOSED, terms, actor=who, reason="nothing owed")
    record_act(session, actor.person_id, "returns.receive", asked.code, owed=asked.amount)
    return asked


async def _lines(session: AsyncSession, return_id: UUID) -> Pairs:
    rows = await session.execute(
        select(ReturnLine, OrderLine)
        .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
        .where(ReturnLine.return_id == return_id)
        .order_by(ReturnLine.order_line_id)
        .execution_options(populate_existing=True)
    )
    return [(line, bought) for line, bought in rows]


def _note_pieces(pairs: Pairs, came: Mapping[UUID, Came]) -> None:
    if set(came) - {bought.id for _, bought in pairs}:
        raise MoreThanAsked(field="lines")
    for line, bought in pairs:
        each = came.get(bought.id, Came(line=bought.id))
        if min(each.shelved, each.written_off) < 0 or each.shelved + each.written_off > line.pieces:
            raise MoreThanAsked(field="lines", extra={"line": str(bought.id)})
        line.shelved, line.written_off = each.shelved, each.written_off
    if not any(line.shelved + line.written_off for line, _ in pairs):
        raise NothingReturned(field="lines")


async def _owed(session: AsyncSession, asked: Return, pairs: Pairs) -> Dong:
    """What was paid for the pieces, line by line; with all of a parcel its delivery where the law's exit is taken."""
    before = await _came_before(session, asked)
    total = 0
    for line, bought in pairs:
        pieces, paid = line.shelved + line.written_off, Dong(bought.total - bought.discount)
        line.amount = worth(paid, bought.quantity, before.get(bought.id, 0), pieces)
        before[bought.id] = before.get(bought.id, 0) + pieces
        total += line.amount
    if asked.reason is ReturnReason.MISINFORMED:
        total += await _delivery(session, asked, before)
    return Dong(total)


async def _came_before(session: AsyncSession, asked: Return) -> dict[UUID, int]:
    """The pieces of each line of the parcel that other returns have brought."""
    rows = await session.execute(
        select(ReturnLine.order_line_id, func.sum(ReturnLine.shelved + ReturnLine.written_off))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(Return.parcel_id == asked.parcel_id, Return.id != asked.id)
        .group_by(ReturnLine.order_line_id)
    )
    return {row[0]: row[1] for row in rows}


async def _delivery(session: AsyncSession, asked: Return, came: Mapping[UUID, int]) -> Dong:
    """What of a parcel's amount was for its delivery, if all of its goods are back now."""
    parcel = await session.get_one(Parcel, asked.parcel_id)
    lines = (await session.scalars(select(OrderLine).where(OrderLine.parcel_id == parcel.id))).all()
    if any(came.get(line.id, 0) < line.quantity for line in lines):
        return Dong(0)
    return Dong(parcel.amount - sum(line.total - line.discount for line in lines))


async def _put_back(session: AsyncSession, asked: Return, pairs: Pairs, who: str) -> None:
    """All that came goes onto the books, into the batches it was of; what is spoiled leaves them in the same breath."""
    place = asked.place_id
    pieces = {(bought.variant_id, place): line.shelved + line.written_off for line, bought in pairs}
    await return_at_counter(session, asked.id, pieces, who, asked.code, sale=asked.parcel_id)
    spoiled = [Correction(bought.variant_id, place, -line.written_off) for line, bought in pairs if line.written_off]
    if spoiled:
        await adjust_stock(session, spoiled, who, reason=f"broken: {asked.code}")
