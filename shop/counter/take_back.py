"""Something bought at the counter is brought back: the goods first, then the money, both or neither."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Forbidden, Invalid
from shop.core.idempotency import draw_key
from shop.core.ids import read_code
from shop.core.money import Dong
from shop.counter.drawer import put_cash, require_shift
from shop.counter.errors import ReturnTooMuch, SaleUnknown
from shop.counter.models import (
    CashKind,
    CounterReturn,
    CounterReturnLine,
    CounterSale,
    CounterSaleLine,
    Fate,
    PaidBy,
)
from shop.counter.rules import CODE_PREFIX
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.counter import return_at_counter
from shop.places.guards import require_staff

ROUTE = "counter.return"


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of a variant that are brought back, and what becomes of them."""

    variant_id: UUID
    pieces: int
    fate: Fate = Fate.SHELF


class TakingBack(msgspec.Struct, frozen=True, kw_only=True):
    """What is brought back of one sale, each variant once, how the money is given, and why."""

    lines: Sequence[Brought]
    paid_by: PaidBy
    reason: str


async def sale_for_staff(session: AsyncSession, actor: Actor, code: str) -> CounterSale:
    """The walk-in sale of this code, for the staff of its place.

    Raises:
        SaleUnknown: none, or not at a place of this actor; both sound the same.
        Unauthenticated: nobody is signed in.
    """
    written = read_code(CODE_PREFIX, code)
    sale = await session.scalar(select(CounterSale).where(CounterSale.code == written)) if written else None
    if sale is None:
        raise SaleUnknown
    try:
        await require_staff(session, actor, sale.place_id)
    except Forbidden:
        raise SaleUnknown from None
    return sale


async def take_back(session: AsyncSession, actor: Actor, code: str, brought: TakingBack, key: str) -> CounterSale:
    """Take goods of a sale back and give the money for them; the same key takes back once.

    The guard stands in the UPDATE of each line and in a CHECK: of two tills that take back the last piece one wins.
    Lines are locked in id order, then stock rows, then the drawer.

    Raises:
        SaleUnknown, Unauthenticated: as `sale_for_staff`.
        ReturnTooMuch: more than was sold and has not come back yet.
        DrawerClosed, DrawerShort: the drawer cannot give so much.
        Invalid, InProgress, KeyReused: as everywhere.
    """
    sale = await sale_for_staff(session, actor, code)
    assert actor.person_id is not None, "staff is signed in"
    asked = [sale.code, msgspec.to_builtins(brought)]
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, asked)
    if drawn.replayed:
        return sale
    taken = await _take_lines(session, sale.id, brought)
    total = sum(line.price * each.pieces for line, each in taken)
    row = CounterReturn(
        id=drawn.reference,
        sale_id=sale.id,
        returned_by=actor.person_id,
        paid_by=brought.paid_by,
        total=Dong(total),
        reason=brought.reason,
    )
    session.add(row)
    await session.flush()
    session.add_all(
        CounterReturnLine(return_id=row.id, line_id=line.id, pieces=each.pieces, fate=each.fate) for line, each in taken
    )
    await _put_back(session, sale, brought.lines, str(actor.person_id))
    if brought.paid_by is PaidBy.CASH:
        shift = await require_shift(session, sale.place_id)
        await put_cash(session, shift, CashKind.RETURN, -total, str(actor.person_id), return_id=row.id)
    await session.flush()
    record_act(session, actor.person_id, "counter.return", sale.code, total=total, paid_by=brought.paid_by.value)
    return sale


async def _take_lines(
    session: AsyncSession, sale_id: UUID, brought: TakingBack
) -> list[tuple[CounterSaleLine, Brought]]:
    """Note on each line of the sale what came back of it."""
    by_variant: Mapping[UUID, Brought] = {each.variant_id: each for each in brought.lines}
    if not by_variant or len(by_variant) < len(brought.lines):
        raise Invalid(field="lines")
    rows = await session.scalars(
        select(CounterSaleLine).where(CounterSaleLine.sale_id == sale_id).order_by(CounterSaleLine.id)
    )
    lines = [line for line in rows if line.variant_id in by_variant]
    if len(lines) < len(by_variant):
        raise ReturnTooMuch(field="lines")
    taken = []
    for line in lines:
        each = by_variant[line.variant_id]
        done = await session.scalar(
            update(CounterSaleLine)
            .where(CounterSaleLine.id == line.id, CounterSaleLine.returned + each.pieces <= CounterSaleLine.quantity)
            .values(returned=CounterSaleLine.returned + each.pieces)
            .returning(CounterSaleLine.id)
            .execution_options(synchronize_session=False)
        )
        if done is None:
            raise ReturnTooMuch(field="lines", extra={"variant": str(line.variant_id)})
        taken.append((line, each))
    return taken


async def _put_back(session: AsyncSession, sale: CounterSale, lines: Sequence[Brought], actor: str) -> None:
    """All of it comes back onto the books; what is damaged is written off in the same breath."""
    pieces = {(each.variant_id, sale.place_id): each.pieces for each in lines}
    await return_at_counter(session, sale.id, pieces, actor, sale.code)
    gone = [Correction(each.variant_id, sale.place_id, -each.pieces) for each in lines if each.fate is Fate.DAMAGED]
    if gone:
        await adjust_stock(session, gone, actor, reason=f"broken: {sale.code}")
