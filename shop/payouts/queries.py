"""Reads of payouts: batches and what is in them, accounts that wait for an officer, a producer's own."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.core.money import Dong
from shop.payouts.errors import PayoutBatchUnknown
from shop.producers.models import Producer
from shop.settlement.models import BankAccountOfProducer, Payout, PayoutBatch, PayoutMethod, PayoutState

_MOVING = (PayoutState.APPROVED, PayoutState.SENT)


class BatchShown(msgspec.Struct, frozen=True, kw_only=True):
    """A batch: how many payouts, of how much (đồng), those left out that were dropped; `open` are under way."""

    id: UUID
    made_at: datetime
    made_by: UUID
    made_name: str
    approved_at: datetime | None
    approved_name: str | None
    dropped_at: datetime | None
    payouts: int
    amount: Dong
    open: int
    failed: int


class PayoutShown(msgspec.Struct, frozen=True, kw_only=True):
    """A payout (đồng), whose it is and where it goes."""

    id: UUID
    number: int
    code: str
    producer: str
    slug: str
    amount: Dong
    method: PayoutMethod
    state: PayoutState
    bank_bin: str
    account: str
    holder: str
    drafted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    reference: str | None
    reason: str | None


class AccountShown(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account of a producer, who proposed it and who confirmed it; `replaces` stood before it."""

    id: UUID
    producer: str
    slug: str
    bank_bin: str
    number: str
    holder: str
    stripe_account: str | None
    proposed_at: datetime
    proposed_by: UUID
    proposed_name: str
    confirmed_at: datetime | None
    ended_at: datetime | None
    replaces: str | None


async def payout_batches(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[BatchShown]:
    """Batches, the newest first; `after` the id of the last one seen."""
    wanted = _batches().order_by(PayoutBatch.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(PayoutBatch.id < after)
    return await _read_batches(session, wanted)


async def payout_batch(session: AsyncSession, batch_id: UUID) -> BatchShown:
    """One of them.

    Raises:
        PayoutBatchUnknown: there is none.
    """
    found = await _read_batches(session, _batches().where(PayoutBatch.id == batch_id))
    if not found:
        raise PayoutBatchUnknown
    return found[0]


async def payouts_of_batch(session: AsyncSession, batch_id: UUID) -> list[PayoutShown]:
    """The payouts of a batch by their numbers."""
    return await _read_payouts(session, _payouts().where(Payout.batch_id == batch_id).order_by(Payout.number))


async def payouts_of_producer(session: AsyncSession, producer_id: UUID, *, limit: int) -> list[PayoutShown]:
    """What went to a producer, or failed to, the newest first; drafts are the office's own."""
    hidden = (PayoutState.DRAFT, PayoutState.DROPPED)
    wanted = _payouts().where(Payout.producer_id == producer_id, Payout.state.not_in(hidden))
    return await _read_payouts(session, wanted.order_by(Payout.id.desc()).limit(limit))


async def accounts_to_confirm(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[AccountShown]:
    """Accounts that wait for an officer, the oldest first; `after` the id of the last one seen."""
    waiting = _accounts().where(BankAccountOfProducer.ended_at.is_(None), BankAccountOfProducer.confirmed_at.is_(None))
    if after is not None:
        waiting = waiting.where(BankAccountOfProducer.id > after)
    return await _read_accounts(session, waiting.order_by(BankAccountOfProducer.id).limit(limit))


async def accounts_of_producer(session: AsyncSession, producer_id: UUID, *, limit: int) -> list[AccountShown]:
    """A producer's accounts, the newest first: the first is the one that stands."""
    own = _accounts().where(BankAccountOfProducer.producer_id == producer_id)
    return await _read_accounts(session, own.order_by(BankAccountOfProducer.id.desc()).limit(limit))


def _batches() -> Select[*tuple[object, ...]]:
    maker, approver = aliased(Person), aliased(Person)
    kept = Payout.state != PayoutState.DROPPED
    return (
        select(
            PayoutBatch.id,
            PayoutBatch.created_at,
            PayoutBatch.made_by,
            maker.name,
            PayoutBatch.approved_at,
            approver.name,
            PayoutBatch.dropped_at,
            func.count(Payout.id).filter(kept),
            cast(func.coalesce(func.sum(Payout.amount).filter(kept), 0), BigInteger),
            func.count(Payout.id).filter(Payout.state.in_(_MOVING)),
            func.count(Payout.id).filter(Payout.state == PayoutState.FAILED),
        )
        .join(maker, maker.id == PayoutBatch.made_by)
        .outerjoin(approver, approver.id == PayoutBatch.approved_by)
        .outerjoin(Payout, Payout.batch_id == PayoutBatch.id)
        .group_by(PayoutBatch.id, maker.id, approver.id)
    )


async def _read_batches(session: AsyncSession, wanted: Select[*tuple[object, ...]]) -> list[BatchShown]:
    rows = (await session.execute(wanted)).all()
    fields = BatchShown.__struct_fields__
    return [msgspec.convert(dict(zip(fields, row, strict=True)), BatchShown) for row in rows]


def _payouts() -> Select[*tuple[object, ...]]:
    return (
        select(
            Payout.id,
            Payout.number,
            Payout.code,
            Producer.name,
            Producer.slug,
            Payout.amount,
            Payout.method,
            Payout.state,
            BankAccountOfProducer.bank_bin,
            BankAccountOfProducer.number,
            BankAccountOfProducer.holder,
            Payout.created_at,
            Payout.sent_at,
            Payout.ended_at,
            Payout.reference,
            Payout.reason,
        )
        .join(Producer, Producer.id == Payout.producer_id)
        .join(BankAccountOfProducer, BankAccountOfProducer.id == Payout.account_id)
    )


async def _read_payouts(session: AsyncSession, wanted: Select[*tuple[object, ...]]) -> list[PayoutShown]:
    rows = (await session.execute(wanted)).all()
    fields = PayoutShown.__struct_fields__
    return [msgspec.convert(dict(zip(fields, row, strict=True)), PayoutShown) for row in rows]


def _accounts() -> Select[*tuple[object, ...]]:
    proposer, before = aliased(Person), aliased(BankAccountOfProducer)
    replaces = (
        select(before.number)
        .where(before.producer_id == BankAccountOfProducer.producer_id, before.id < BankAccountOfProducer.id)
        .order_by(before.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            BankAccountOfProducer.id,
            Producer.name,
            Producer.slug,
            BankAccountOfProducer.bank_bin,
            BankAccountOfProducer.number,
            BankAccountOfProducer.holder,
            BankAccountOfProducer.stripe_account,
            BankAccountOfProducer.created_at,
            BankAccountOfProducer.proposed_by,
            proposer.name,
            BankAccountOfProducer.confirmed_at,
            BankAccountOfProducer.ended_at,
            replaces,
        )
        .join(Producer, Producer.id == BankAccountOfProducer.producer_id)
        .join(proposer, proposer.id == BankAccountOfProducer.proposed_by)
    )


async def _read_accounts(session: AsyncSession, wanted: Select[*tuple[object, ...]]) -> list[AccountShown]:
    rows = (await session.execute(wanted)).all()
    fields = AccountShown.__struct_fields__
    return [msgspec.convert(dict(zip(fields, row, strict=True)), AccountShown) for row in rows]
