"""A ledger that grew over months, for tests of what is read of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from shop.core.clock import HANOI
from shop.orders.models import Order, OrderLine, Parcel
from shop.settlement.books import MONEY, books_of
from shop.settlement.models import AccountKind, EntryKind
from shop.settlement.post_entry import Account, post_entry
from shop.settlement.rules import LineShare, take_back
from tests.make.inventory import goods
from tests.make.orders import placed

PARTS = ("gross", "commission", "fee", "vat", "pit")


@dataclass(frozen=True)
class Written:
    """What a test wrote, in Python's own words: who, when, what kind, the line and its share, or the money moved."""

    producer: UUID
    at: datetime
    kind: EntryKind
    line: UUID | None
    share: LineShare | None
    amount: int


def evening(year, month, day, hour=12) -> datetime:
    """A moment in Hà Nội."""
    return datetime(year, month, day, hour, tzinfo=HANOI).astimezone(UTC)


def share(line_id, paid=100_000, *, funded=0, commission=3_000, fee=1_000, vat=1_000, pit=500) -> LineShare:
    """What one line brought."""
    return LineShare(order_line_id=line_id, paid=paid, funded=funded, commission=commission, fee=fee, vat=vat, pit=pit)


async def ordered(session, *wares):
    """An order of one piece of each: its id, and for each line its parcel."""
    shown = await placed(session, *wares)
    await session.flush()
    order_id = await session.scalar(select(Order.id).where(Order.code == shown.code))
    rows = await session.execute(
        select(OrderLine.id, Parcel)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.id)
    )
    return order_id, [tuple(row) for row in rows]


async def sell(session, order_id, parcel, *shares):
    """Post a sale of these lines of a parcel."""
    books = books_of(parcel.producer_id, shares)
    await post_entry(session, EntryKind.SALE, parcel.id, books, order_id=order_id, lines=shares)


async def sold(session, warp, moment, *, goods_name="Bát gốm men lam", **changes):
    """A sale of one piece at `moment`, ordered today; returns the producer's id, the order's, the line's, the parcel.

    The first of a test: what is ordered needs a certificate of the machine's own days.
    """
    wares = await goods(session, 5, name=goods_name)
    order_id, ((line, parcel),) = await ordered(session, wares)
    await warp(session, moment)
    await sell(session, order_id, parcel, share(line, **changes))
    return parcel.producer_id, order_id, line, parcel


async def give_back(session, order_id, producer_id, back):
    """Post what was taken back of a line."""
    books = books_of(producer_id, [back])
    await post_entry(session, EntryKind.REVERSAL, uuid4(), books, order_id=order_id, lines=[back])


async def pay_out(session, producer_id, amount, kind=EntryKind.PAYOUT):
    """Post a payout, or (`PAYOUT_BACK`) its return."""
    signed = amount if kind is EntryKind.PAYOUT else -amount
    books = {Account(AccountKind.PRODUCER, producer_id=producer_id): signed, MONEY: -signed}
    await post_entry(session, kind, uuid4(), books)


async def by_chance(session, warp, chance, steps=40) -> list[Written]:
    """Sales, reversals and payouts of two producers at moments of four months, midnights among them."""
    bowl = await goods(session, 50, name="Bát", producer="Gốm Bát Tràng")
    tea = await goods(session, 50, name="Chè", producer="Hợp tác xã Chè")
    orders = [await ordered(session, bowl, tea) for _ in range(5)]
    moments = sorted(_moment(chance) for _ in range(steps))
    left: dict[UUID, LineShare] = {}
    waiting = [(order_id, line, parcel) for order_id, lines in orders for line, parcel in lines]
    homes = {line: (order_id, parcel.producer_id) for order_id, line, parcel in waiting}
    written: list[Written] = []
    for moment in moments:
        await warp(session, moment)
        act = chance.random()
        if waiting and (act < 0.4 or not left):
            order_id, line, parcel = waiting.pop(chance.randrange(len(waiting)))
            left[line] = _share(chance, line)
            await sell(session, order_id, parcel, left[line])
            written.append(_note(parcel.producer_id, moment, EntryKind.SALE, left[line]))
        elif act < 0.8 and (some := [line for line, one in left.items() if one.paid]):
            line = chance.choice(some)
            back = take_back(left[line], chance.choice([1, left[line].paid, chance.randint(1, left[line].paid)]))
            left[line] = left[line].plus(back)
            await give_back(session, *homes[line], back)
            written.append(_note(homes[line][1], moment, EntryKind.REVERSAL, back))
        else:
            producer_id = chance.choice([home[1] for home in homes.values()])
            kind = chance.choice([EntryKind.PAYOUT, EntryKind.PAYOUT, EntryKind.PAYOUT_BACK])
            amount = chance.randint(1, 10**6)
            await pay_out(session, producer_id, amount, kind)
            signed = -amount if kind is EntryKind.PAYOUT else amount
            written.append(Written(producer_id, moment, kind, None, None, signed))
    return written


def counted(written, producer, since, until) -> dict[str, object]:
    """What a statement must say, counted one by one."""
    own = [one for one in written if one.producer == producer]
    within = [one for one in own if since <= one.at < until]
    sums = {kind: Counter() for kind in (EntryKind.SALE, EntryKind.REVERSAL)}
    for one in within:
        if one.share:
            sums[one.kind].update({part: getattr(one.share, part) for part in PARTS})
    return {
        "opening": sum(one.amount for one in own if one.at < since),
        "closing": sum(one.amount for one in own if one.at < until),
        "paid_out": -sum(one.amount for one in within if one.kind is EntryKind.PAYOUT),
        "paid_back": sum(one.amount for one in within if one.kind is EntryKind.PAYOUT_BACK),
        "sales": [sums[EntryKind.SALE][part] for part in PARTS],
        "reversals": [sums[EntryKind.REVERSAL][part] for part in PARTS],
        "lines": [one.line for one in within if one.line],
    }


def _note(producer, moment, kind, made):
    return Written(producer, moment, kind, made.order_line_id, made, made.net)


def _share(chance, line) -> LineShare:
    paid, funded = chance.randint(1, 10**6), chance.choice([0, chance.randint(0, 10**5)])
    parts = [(paid + funded) * rate // 10_000 for rate in (chance.choice([0, 300, 5000]), 100, 100, 50)]
    return share(line, paid, funded=funded, commission=parts[0], fee=parts[1], vat=parts[2], pit=parts[3])


def _moment(chance) -> datetime:
    """Of August to November; often within a second of a month's end in Hà Nội."""
    if chance.random() < 0.4:
        edge = evening(2026, chance.randint(9, 11), 1, 0)
        return edge + timedelta(milliseconds=chance.choice([-1, 0, 1]))
    return evening(2026, 8, 1, 0) + timedelta(seconds=chance.randrange(121 * 86_400))
