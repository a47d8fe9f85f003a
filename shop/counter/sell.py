"""Somebody buys at the counter: goods leave the shelf, money comes in, both or neither."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.queries import batch_by_code
from shop.batches.rules import CODE_PREFIX as BATCH_PREFIX
from shop.batches.rules import BatchState
from shop.cart.errors import NotOnSale
from shop.catalog.errors import NoSuchVariant
from shop.catalog.queries import Offer, offers
from shop.core.actor import Actor
from shop.core.clock import today
from shop.core.errors import Invalid
from shop.core.idempotency import draw_key
from shop.core.ids import new_code, read_code
from shop.core.money import Dong
from shop.counter.drawer import put_cash, require_shift
from shop.counter.errors import BatchOfOther, BatchWithdrawn, GivenTooLittle
from shop.counter.models import CashKind, CounterSale, CounterSaleLine, PaidBy
from shop.counter.rules import CODE_PREFIX, sum_of
from shop.inventory.counter import sell_at_counter
from shop.orders.errors import AgeUnconfirmed, PriceChanged
from shop.stockroom.guards import stockroom_of

ROUTE = "counter.sell"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant; `batch` is the code of the label that was scanned."""

    variant_id: UUID
    quantity: int
    batch: str | None = None


class Sale(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody takes, each variant once, and how it is paid; `given` is cash, `expected_total` what was said."""

    lines: Sequence[Wanted]
    paid_by: PaidBy
    expected_total: int
    given: int | None = None
    note: str = ""
    age_confirmed: bool = False


async def sell(session: AsyncSession, actor: Actor, slug: str, sale: Sale, key: str) -> UUID:
    """Sell from the shelf of a place, at today's list prices; the same key sells once. Returns the sale's id.

    What is promised to orders is not sold. Stock rows are locked in id order, the drawer after them.

    Raises:
        NotOnSale, OutOfStock, BatchWithdrawn, BatchOfOther, NoSuchVariant: something may not or cannot be sold.
        AgeUnconfirmed: something is not for everybody, and the seller has not asked.
        PriceChanged: the sum is another than was said.
        GivenTooLittle, DrawerClosed: no cash can be taken so.
        PlaceUnknown, Unauthenticated, Forbidden, InProgress, KeyReused: as everywhere.
    """
    place = await stockroom_of(session, actor, slug)
    assert actor.person_id is not None, "staff is signed in"
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, [slug, msgspec.to_builtins(sale)])
    if drawn.replayed:
        return drawn.reference
    found = await _offers(session, sale)
    total = sum_of((found[line.variant_id].price, line.quantity) for line in sale.lines)
    _agree(sale, total)
    row = CounterSale(
        id=drawn.reference,
        code=new_code(CODE_PREFIX),
        place_id=place.id,
        sold_by=actor.person_id,
        paid_by=sale.paid_by,
        total=Dong(total),
        given=Dong(sale.given) if sale.given is not None and sale.paid_by is PaidBy.CASH else None,
        note=sale.note or None,
        confirmed_age=_age(sale, found),
    )
    session.add(row)
    await session.flush()
    session.add_all([await _line(session, row.id, line, found[line.variant_id]) for line in sale.lines])
    pieces = {(line.variant_id, place.id): line.quantity for line in sale.lines}
    await sell_at_counter(session, row.id, pieces, str(actor.person_id), row.code)
    if sale.paid_by is PaidBy.CASH:
        shift = await require_shift(session, place.id)
        await put_cash(session, shift, CashKind.SALE, total, str(actor.person_id), sale_id=row.id)
    await session.flush()
    return row.id


async def _offers(session: AsyncSession, sale: Sale) -> Mapping[UUID, Offer]:
    """The offers of all lines, each of which may be sold today."""
    asked = [line.variant_id for line in sale.lines]
    if not asked or len(set(asked)) < len(asked):
        raise Invalid(field="lines")
    found = await offers(session, asked)
    for variant in asked:
        if variant not in found:
            raise NoSuchVariant(field="lines")
        if not found[variant].on_sale:
            raise NotOnSale(field="lines", extra={"variant": str(variant)})
    return found


def _agree(sale: Sale, total: int) -> None:
    if sale.expected_total != total:
        raise PriceChanged(field="expected_total", extra={"total": total})
    if sale.paid_by is PaidBy.CASH and (sale.given is None or sale.given < total):
        raise GivenTooLittle(field="given", total=total)


def _age(sale: Sale, found: Mapping[UUID, Offer]) -> int | None:
    """The highest age a line asks for, which the seller has seen that the buyer has."""
    age = max((offer.min_age or 0 for offer in found.values()), default=0)
    if age and not sale.age_confirmed:
        raise AgeUnconfirmed(field="age_confirmed", age=age)
    return age or None


async def _line(session: AsyncSession, sale_id: UUID, wanted: Wanted, offer: Offer) -> CounterSaleLine:
    return CounterSaleLine(
        sale_id=sale_id,
        variant_id=wanted.variant_id,
        batch_id=await _batch(session, wanted) if wanted.batch else None,
        product_name=offer.product_name,
        variant_name=offer.variant_name,
        unit=offer.unit,
        quantity=wanted.quantity,
        price=offer.price,
        total=Dong(offer.price * wanted.quantity),
    )


async def _batch(session: AsyncSession, wanted: Wanted) -> UUID:
    """The batch that was scanned, if it may still be sold."""
    code = read_code(BATCH_PREFIX, wanted.batch or "")
    entry = await batch_by_code(session, code, await today(session)) if code else None
    if entry is None or entry.batch.variant_id != wanted.variant_id:
        raise BatchOfOther(field="lines")
    if entry.state in {BatchState.RECALLED, BatchState.PAST}:
        raise BatchWithdrawn(field="lines", extra={"batch": entry.batch.code, "state": entry.state.value})
    return entry.batch.id
