"""Adjust the invoices of an order after returns and claims: what is owed back is taken off them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local
from shop.core.money import Dong
from shop.invoices.adjust_rules import Left, share_claim, take_off
from shop.invoices.keep import keep_invoice
from shop.invoices.models import InvoiceLine, SellerInvoice
from shop.invoices.write import write_invoices
from shop.orders.models import OrderLine, Parcel
from shop.orders.rules import OVER
from shop.payments.models import Refund
from shop.refunds.models import RefundClaim
from shop.returns.models import Return, ReturnLine

Place = tuple[UUID, int]  # an invoice and the position of a line in it


class Back(msgspec.Struct, frozen=True):
    """Of an order line so many pieces came back, and so many đồng are owed for it."""

    line: UUID
    pieces: int
    amount: Dong


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed back about a return or a claim since a day of Hà Nội: of lines, or (none) `amount` of the order."""

    about: UUID
    on: date
    amount: Dong
    backs: tuple[Back, ...] = ()


class Sold(msgspec.Struct, frozen=True):
    """An invoiced line: what was written, and what is left of it."""

    line: InvoiceLine
    left: Left


async def adjust_invoices(session: AsyncSession, order_id: UUID) -> int:
    """Write the invoices of an order that are missing, then what adjusts them; returns how many adjusting ones.

    Safe to repeat, and for two at once: `write_invoices` locks the sold parcels first. What is owed for goods that
    have no invoice waits for it; what is owed of a whole order waits until all of its parcels are over, so that its
    share of each does not depend on which was there first.

    Raises:
        OrderUnknown: there is none.
    """
    await write_invoices(session, order_id)
    owed = await _owed(session, order_id)
    if not owed:
        return 0
    found = await session.scalars(select(SellerInvoice).where(SellerInvoice.order_id == order_id))
    invoices = found.all()
    written = {invoice.about for invoice in invoices}
    originals = {one.id: one for one in invoices if one.adjusts_id is None}
    places = await _places(session, order_id, list(originals.values()))
    over = await _is_over(session, order_id)
    count = 0
    for each in owed:
        if each.about in written or not (each.backs or over):
            continue
        left = await _left(session, order_id)
        for invoice_id, lines in sorted(_cut(each, places, left).items()):
            original = originals[invoice_id]
            await keep_invoice(session, _adjusting(original, each.about), lines, max(each.on, original.sold_on))
            count += 1
    return count


async def _owed(session: AsyncSession, order_id: UUID) -> list[Owed]:
    """Returns and claims of the order whose money is owed or was paid, in the order in which it was owed."""
    backs: dict[UUID, list[Back]] = defaultdict(list)
    lines = await session.scalars(
        select(ReturnLine).join(Return, Return.id == ReturnLine.return_id).where(Return.order_id == order_id)
    )
    for line in lines:
        pieces = line.shelved + line.written_off
        backs[line.return_id].append(Back(line.order_line_id, pieces, line.amount))
    claims = await session.execute(
        select(RefundClaim.id, RefundClaim.line_id, RefundClaim.amount).where(RefundClaim.order_id == order_id)
    )
    claimed = {}
    for claim_id, line_id, amount in claims:
        claimed[claim_id] = (Back(line_id, 0, amount),) if line_id else ()
    refunds = await session.execute(
        select(Refund.reference, Refund.created_at, Refund.amount)
        .where(Refund.reference.in_([*backs, *claimed]))
        .order_by(Refund.id)
    )
    of_lines = {about: tuple(lines) for about, lines in backs.items()} | claimed
    return [
        Owed(about=about, on=local(at).date(), amount=amount, backs=of_lines[about]) for about, at, amount in refunds
    ]


async def _places(session: AsyncSession, order_id: UUID, originals: Sequence[SellerInvoice]) -> dict[UUID, Place]:
    """Where each order line stands: an invoice has the lines of its parcel in the order of their ids."""
    of_parcel = {one.parcel_id: one.id for one in originals}
    lines = await session.execute(
        select(OrderLine.id, OrderLine.parcel_id)
        .where(OrderLine.order_id == order_id, OrderLine.parcel_id.in_(of_parcel))
        .order_by(OrderLine.parcel_id, OrderLine.id)
    )
    counted: dict[UUID, int] = defaultdict(int)
    places = {}
    for line_id, parcel_id in lines:
        counted[parcel_id] += 1
        places[line_id] = (of_parcel[parcel_id], counted[parcel_id])
    return places


async def _is_over(session: AsyncSession, order_id: UUID) -> bool:
    going = select(Parcel.id).where(Parcel.order_id == order_id, Parcel.status.not_in(OVER)).limit(1)
    return await session.scalar(going) is None


async def _left(session: AsyncSession, order_id: UUID) -> dict[Place, Sold]:
    """What is left of each line of the original invoices, in the order of invoices and positions."""
    rows = await session.execute(
        select(SellerInvoice.adjusts_id, InvoiceLine)
        .join(SellerInvoice, SellerInvoice.id == InvoiceLine.invoice_id)
        .where(SellerInvoice.order_id == order_id)
        .order_by(SellerInvoice.adjusts_id.is_not(None), InvoiceLine.invoice_id, InvoiceLine.position)
    )
    found: dict[Place, Sold] = {}
    for adjusts_id, line in rows:
        place = (adjusts_id or line.invoice_id, line.position)
        before = found.get(place)
        found[place] = Sold(line, _fact(line)) if before is None else Sold(before.line, _sum(before.left, _fact(line)))
    return found


def _fact(line: InvoiceLine) -> Left:
    return Left(
        price=line.price,
        quantity=line.quantity,
        amount=line.amount,
        vat=line.vat,
        producer_discount=line.producer_discount,
    )


def _sum(one: Left, other: Left) -> Left:
    return Left(
        price=one.price,
        quantity=one.quantity + other.quantity,
        amount=Dong(one.amount + other.amount),
        vat=Dong(one.vat + other.vat),
        producer_discount=Dong(one.producer_discount + other.producer_discount),
    )


def _cut(owed: Owed, places: Mapping[UUID, Place], left: Mapping[Place, Sold]) -> dict[UUID, list[InvoiceLine]]:
    """The adjusting lines of each original invoice; of lines without an invoice, or of which nothing is left, none."""
    if owed.backs:
        wanted = {places[back.line]: back for back in owed.backs if back.line in places}
    else:
        shares = share_claim(owed.amount, [sold.left.amount for sold in left.values()])
        wanted = {place: Back(owed.about, 0, share) for place, share in zip(left, shares, strict=True)}
    cut: dict[UUID, list[InvoiceLine]] = defaultdict(list)
    for place, back in sorted(wanted.items()):
        less = take_off(left[place].left, back.pieces, back.amount)
        if less.amount:
            cut[place[0]].append(_line(left[place].line, less))
    return cut


def _line(original: InvoiceLine, less: Left) -> InvoiceLine:
    return InvoiceLine(
        position=original.position,
        name=original.name,
        unit=original.unit,
        quantity=less.quantity,
        price=original.price,
        discount=Dong(original.price * less.quantity - less.amount),
        producer_discount=less.producer_discount,
        amount=less.amount,
        tax_class=original.tax_class,
        vat_rate=original.vat_rate,
        vat=less.vat,
    )


def _adjusting(original: SellerInvoice, about: UUID) -> SellerInvoice:
    """Between the same parties as the original, still without a day, a number and its amounts."""
    return SellerInvoice(
        adjusts_id=original.id,
        about=about,
        parcel_id=original.parcel_id,
        order_id=original.order_id,
        producer_id=original.producer_id,
        form=original.form,
        order_code=original.order_code,
        parcel_number=original.parcel_number,
        seller_name=original.seller_name,
        seller_tax_code=original.seller_tax_code,
        seller_address=original.seller_address,
        buyer_name=original.buyer_name,
        buyer_tax_code=original.buyer_tax_code,
        buyer_address=original.buyer_address,
        buyer_email=original.buyer_email,
        locale=original.locale,
        payment_method=original.payment_method,
        delivery=Dong(0),
    )
