"""Payouts for tests: producers who are owed money, officers, and batches."""

from itertools import count
from uuid import uuid4

from sqlalchemy import select, text

from shop.core.actor import Role
from shop.payouts.approve import approve_batch
from shop.payouts.draft import draft_batch
from shop.payouts.propose_account import Wished, confirm_account, propose_account
from shop.payouts.rules import PayoutTerms
from shop.payouts.send_file import send_batch
from shop.settlement.models import (
    AccountKind,
    EntryKind,
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    Payout,
)
from shop.settlement.post_entry import Account, post_entry
from tests.make.accounts import person
from tests.make.producers import actor, join, producer

TERMS = PayoutTerms(minimum=50_000, days=0, stripe=True)
AGRIBANK = "970405"

_numbers = count(1)


async def officer(session):
    """An officer, as use cases know one."""
    return actor(await person(session, Role.OFFICER, name="Trần Văn Bình"), Role.OFFICER)


async def sold(session, maker, net, *, parcel=None, age="1 hour"):
    """A sale that brought its producer `net` đồng, so long ago; the parcel it is of."""
    parcel = parcel or uuid4()
    postings = {Account(AccountKind.BUYER): net, Account(AccountKind.PRODUCER, producer_id=maker.id): -net}
    entry = await post_entry(session, EntryKind.SALE, parcel, postings)
    await aged(session, entry, age)
    return parcel


async def reversed_sale(session, maker, net, *, age="0"):
    """So much of what was sold went back."""
    postings = {Account(AccountKind.BUYER): -net, Account(AccountKind.PRODUCER, producer_id=maker.id): net}
    await aged(session, await post_entry(session, EntryKind.REVERSAL, uuid4(), postings), age)


async def aged(session, entry, age):
    """Let an entry be older than it is."""
    later = "UPDATE ledger_entry SET created_at = created_at - CAST(:age AS text)::interval WHERE id = :entry"
    await past_guards(session, later, age=age, entry=entry)


async def past_guards(session, statement, **facts):
    """Change what the triggers of the database keep as it was written."""
    await session.execute(text("SET LOCAL session_replication_role = replica"))
    await session.execute(text(statement), facts)
    await session.execute(text("SET LOCAL session_replication_role = origin"))


def wished(**fields):
    """An account as an owner types it."""
    usual = {"bank_bin": AGRIBANK, "number": f"2200 {next(_numbers):08}", "holder": "Hợp tác xã Chè lam"}
    return Wished(**(usual | fields))


async def with_account(session, net=0, *, name="Hợp tác xã Chè lam", **fields):
    """A producer with a confirmed account that is owed `net` đồng: the producer, its owner."""
    maker = await producer(session, name)
    owner = await person(session, Role.PRODUCER, name="Lê Thị Hoa")
    await join(session, maker, owner)
    await named_account(session, maker, owner, **fields)
    if net:
        await sold(session, maker, net)
    return maker, owner


async def named_account(session, maker, owner, **fields):
    """An account that the owner proposed and an officer confirmed."""
    account = await propose_account(session, actor(owner), maker.id, wished(**fields))
    await confirm_account(session, await officer(session), account)
    return account


async def drafted(session, who=None, terms=TERMS):
    """A draft of everybody who may be paid: its id, and who made it."""
    who = who or await officer(session)
    return await draft_batch(session, who, terms, key=f"payout-key-{next(_numbers)}"), who


async def approved(session, terms=TERMS):
    """The same, approved by somebody else: its id, and who approved it."""
    batch, _ = await drafted(session, terms=terms)
    second = await officer(session)
    await approve_batch(session, second, batch, terms)
    return batch, second


async def sent(session, terms=TERMS):
    """The same, taken to the bank."""
    batch, who = await approved(session, terms)
    await send_batch(session, who, batch)
    return batch, who


async def payouts(session):
    """All payouts, the first of the first batch first."""
    rows = await session.scalars(
        select(Payout).order_by(Payout.batch_id, Payout.number).execution_options(populate_existing=True)
    )
    return list(rows)


async def balance(session, maker):
    """What a producer is owed, đồng."""
    posted = await session.scalars(
        select(LedgerPosting.amount)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.producer_id == maker.id)
    )
    return -sum(posted)


async def entries(session, payout):
    """The kinds of entries the ledger has of a payout."""
    rows = await session.scalars(select(LedgerEntry.kind).where(LedgerEntry.payout_id == payout.id))
    return sorted(rows)
