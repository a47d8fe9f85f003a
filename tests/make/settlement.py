"""The ledger for tests: what each account has of an order."""

from collections import Counter

from sqlalchemy import select

from shop.orders.models import Order
from shop.settlement.models import AccountKind, EntryKind, LedgerAccount, LedgerEntry, LedgerLine, LedgerPosting
from shop.settlement.post_order import post_order


async def posted(session, code) -> dict[str, int]:
    """Bring the ledger up to an order: account's kind -> đồng, debits positive; accounts with nothing left out."""
    order_id = await session.scalar(select(Order.id).where(Order.code == code))
    await session.flush()
    await post_order(session, order_id)
    await session.flush()
    return await books_of_order(session, order_id)


async def books_of_order(session, order_id, *kinds: EntryKind) -> dict[str, int]:
    """What the entries (of these kinds) about an order mean for each kind of account."""
    rows = await session.execute(
        select(LedgerAccount.kind, LedgerPosting.amount)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(LedgerEntry.order_id == order_id, LedgerEntry.kind.in_(kinds or tuple(EntryKind)))
    )
    books: Counter[AccountKind] = Counter()
    for kind, amount in rows:
        books[kind] += amount
    return {kind.value: amount for kind, amount in books.items() if amount}


async def entries_of(session, order_id) -> list[str]:
    """The kinds of the entries about an order, as they were written."""
    rows = await session.scalars(
        select(LedgerEntry.kind).where(LedgerEntry.order_id == order_id).order_by(LedgerEntry.id)
    )
    return [kind.value for kind in rows]


async def lines_of(session, order_id) -> list[LedgerLine]:
    """The lines of the entries about an order."""
    rows = await session.scalars(
        select(LedgerLine)
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .where(LedgerEntry.order_id == order_id)
        .order_by(LedgerEntry.id, LedgerLine.order_line_id)
    )
    return list(rows)
