"""What was sold goes back, in part or whole: the ledger takes it from everybody who had a share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.rules import OVER
from shop.payments.models import Refund
from shop.refunds.models import RefundClaim
from shop.returns.models import Return, ReturnLine
from shop.settlement.books import books_of
from shop.settlement.models import AccountKind, EntryKind, LedgerAccount, LedgerEntry, LedgerLine, LedgerPosting
from shop.settlement.post_entry import Account, post_entry
from shop.settlement.posted import Posted
from shop.settlement.rules import LineShare, spread, take_back


class Wanted(msgspec.Struct, frozen=True):
    """What a refund (đồng) is for: so much of each line, and the rest of delivery or, where nothing is said, of all."""

    lines: Mapping[UUID, int]
    delivery: int = 0
    rest: int = 0


class Left(msgspec.Struct):
    """What of an order's sales was not taken back yet: of each line, and of what was paid for the delivery."""

    lines: dict[UUID, LineShare]
    delivery: int


async def post_reversals(
    session: AsyncSession, order: Order, parcels: Sequence[Parcel], payment_id: UUID, posted: Posted
) -> None:
    """Post what each refund of goods that were sold takes back, in the order they were owed in.

    A refund for more than was sold yet waits for the rest of the order; when that is over, the rest was never sold.
    """
    rows = await session.scalars(select(Refund).where(Refund.payment_id == payment_id).order_by(Refund.id))
    refunds = [row for row in rows if (EntryKind.REVERSAL, row.id) not in posted]
    if not refunds:
        return
    wanted = await _wanted(session, order.id, refunds)
    if not wanted:
        return
    left = await _left(session, order.id)
    is_over = all(parcel.status in OVER for parcel in parcels)
    owners = {parcel.id: parcel for parcel in parcels}
    lines = await session.execute(select(OrderLine.id, OrderLine.parcel_id).where(OrderLine.order_id == order.id))
    homes = {line_id: owners[parcel_id] for line_id, parcel_id in lines}
    for refund in refunds:
        if refund.id in wanted:
            takes, delivery, uncovered = _takes(left, wanted[refund.id])
            if not uncovered or is_over:
                shares, left.delivery = _split(left, takes), left.delivery - delivery
                books = _books(shares, delivery, homes)
                await post_entry(session, EntryKind.REVERSAL, refund.id, books, order_id=order.id, lines=shares)


def _takes(left: Left, wanted: Wanted) -> tuple[dict[UUID, int], int, int]:
    """What is taken of each line and of the delivery, and what is not covered by them."""
    takes = {
        line: min(amount, left.lines[line].paid) if line in left.lines else 0 for line, amount in wanted.lines.items()
    }
    delivery = min(wanted.delivery, left.delivery)
    rest = wanted.rest + sum(wanted.lines.values()) - sum(takes.values()) + wanted.delivery - delivery
    lines = sorted(left.lines)
    pool = [left.lines[line].paid - takes.get(line, 0) for line in lines] + [left.delivery - delivery]
    covered = min(rest, sum(pool))
    *more, carried = spread(covered, pool)
    for line, share in zip(lines, more, strict=True):
        takes[line] = takes.get(line, 0) + share
    return takes, delivery + carried, rest - covered


def _split(left: Left, takes: Mapping[UUID, int]) -> list[LineShare]:
    """Take it of what is left of each line."""
    shares = []
    for line, paid in sorted(takes.items()):
        if paid:
            share = take_back(left.lines[line], paid)
            left.lines[line] = left.lines[line].plus(share)
            shares.append(share)
    return shares


def _books(shares: Sequence[LineShare], delivery: int, homes: Mapping[UUID, Parcel]) -> Mapping[Account, int]:
    """What it means for each account; the delivery is taken from who carried a parcel of it."""
    books: Counter[Account] = Counter()
    for share in shares:
        books.update(books_of(homes[share.order_line_id].producer_id, [share]))
    carrier = next((parcel.carrier for parcel in homes.values() if parcel.carrier), None)
    books.update(books_of(None, [], carrier=carrier, delivery=-delivery))
    return books


async def _wanted(session: AsyncSession, order_id: UUID, refunds: Sequence[Refund]) -> dict[UUID, Wanted]:
    """What the refunds of returns and claims take back; others are for what was never sold."""
    about = {refund.reference: refund for refund in refunds}
    found: dict[UUID, Wanted] = {}
    claims = await session.scalars(select(RefundClaim).where(RefundClaim.id.in_(about)))
    for claim in claims:
        one = {claim.line_id: int(claim.amount)} if claim.line_id else {}
        found[about[claim.id].id] = Wanted(one, rest=0 if one else claim.amount)
    rows = await session.execute(
        select(ReturnLine.return_id, ReturnLine.order_line_id, ReturnLine.amount)
        .join(Return, Return.id == ReturnLine.return_id)
        .where(Return.order_id == order_id, Return.id.in_(about))
    )
    returned: dict[UUID, dict[UUID, int]] = {}
    for return_id, line_id, amount in rows:
        returned.setdefault(return_id, {})[line_id] = amount
    for return_id, lines in returned.items():
        refund = about[return_id]
        found[refund.id] = Wanted(lines, delivery=max(0, refund.amount - sum(lines.values())))
    return found


async def _left(session: AsyncSession, order_id: UUID) -> Left:
    """What is left of the sales of an order, as the ledger has them."""
    amounts = (
        LedgerLine.paid,
        LedgerLine.funded,
        LedgerLine.commission,
        LedgerLine.fee,
        LedgerLine.vat,
        LedgerLine.pit,
    )
    rows = await session.execute(
        select(LedgerLine.order_line_id, *(func.sum(amount).cast(BigInteger).label(amount.key) for amount in amounts))
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .where(LedgerEntry.order_id == order_id)
        .group_by(LedgerLine.order_line_id)
    )
    lines = {line["order_line_id"]: LineShare(**line) for line in rows.mappings()}
    bought = await session.scalar(
        select(func.coalesce(func.sum(LedgerPosting.amount), 0))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(
            LedgerEntry.order_id == order_id,
            LedgerAccount.kind == AccountKind.BUYER,
            LedgerEntry.kind.in_((EntryKind.SALE, EntryKind.REVERSAL)),
        )
    )
    return Left(lines, int(bought or 0) - sum(share.paid for share in lines.values()))
