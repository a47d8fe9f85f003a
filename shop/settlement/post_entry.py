"""Write an entry of the ledger, once."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName
from shop.settlement.models import AccountKind, EntryKind, LedgerAccount, LedgerEntry, LedgerLine, LedgerPosting
from shop.settlement.rules import LineShare


class Account(msgspec.Struct, frozen=True, order=True):
    """Which account: its kind, and whose it is where there is one of each."""

    kind: AccountKind
    producer_id: UUID | None = None
    carrier: CarrierName | None = None
    place_id: UUID | None = None


async def post_entry(
    session: AsyncSession,
    kind: EntryKind,
    reference: UUID,
    postings: Mapping[Account, int],
    *,
    order_id: UUID | None = None,
    payout_id: UUID | None = None,
    lines: Sequence[LineShare] = (),
) -> UUID | None:
    """Post what happened under `reference`: account -> đồng, debits positive; they add up to nothing.

    Returns the entry's id, or None when it had been posted before, by a twin too: then nothing is written.
    """
    entry_id: UUID | None = await session.scalar(
        insert_once(LedgerEntry)
        .values(kind=kind, reference=reference, order_id=order_id, payout_id=payout_id)
        .on_conflict_do_nothing(index_elements=[LedgerEntry.kind, LedgerEntry.reference])
        .returning(LedgerEntry.id)
    )
    if entry_id is None:
        return None
    ids = await _account_ids(session, [account for account, amount in postings.items() if amount])
    rows = [
        {"entry_id": entry_id, "account_id": ids[account], "amount": amount}
        for account, amount in postings.items()
        if amount
    ]
    if rows:
        await session.execute(insert(LedgerPosting), rows)
    if lines:
        shares = [{"entry_id": entry_id, **msgspec.structs.asdict(line), "gross": line.gross} for line in lines]
        await session.execute(insert(LedgerLine), shares)
    return entry_id


async def _account_ids(session: AsyncSession, accounts: Iterable[Account]) -> dict[Account, UUID]:
    """The ids of the accounts; those that are missing are made. Two who make the same one find one."""
    found: dict[Account, UUID] = {}
    for account in sorted(set(accounts), key=repr):  # one order, so that two makers of two cannot wait for each other
        values = msgspec.structs.asdict(account)
        wanted = select(LedgerAccount.id).filter_by(**values)
        account_id = await session.scalar(wanted)
        if account_id is None:
            await session.execute(insert_once(LedgerAccount).values(values).on_conflict_do_nothing())
            account_id = (await session.scalars(wanted)).one()
        found[account] = account_id
    return found
