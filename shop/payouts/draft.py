"""Draft a batch of payouts: everybody who may be paid now."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.core.ids import new_code
from shop.core.money import Dong
from shop.core.pause import Pause, go_on
from shop.payouts.errors import PayoutNothing
from shop.payouts.owed import has_draft, is_current, lock_owed, owed_to
from shop.payouts.rules import CODE_PREFIX, MOST_PAYOUTS, PayoutTerms, method_of
from shop.producers.models import Producer
from shop.settlement.models import (
    AccountKind,
    BankAccountOfProducer,
    LedgerAccount,
    Payout,
    PayoutBatch,
    PayoutState,
)

ROUTE = "payouts.draft"


class Ready(msgspec.Struct, frozen=True):
    """A producer who may be paid `amount` đồng now, to its confirmed account."""

    producer_id: UUID
    account_id: UUID
    stripe_account: str | None
    amount: Dong


async def draft_batch(
    session: AsyncSession, actor: Actor, terms: PayoutTerms, *, key: str, pause: Pause = go_on
) -> UUID:
    """Draft payouts for all who may be paid; the batch's id. The same key again: the same batch.

    Their accounts of the ledger are locked, and only then it is looked at what they are owed: of two drafts at once the
    second finds them in the first, also by the unique index of open drafts.

    Raises:
        PayoutNothing: nobody may be paid now.
    """
    assert actor.person_id is not None, "officers are signed in"
    claim = (f"person:{actor.person_id}", ROUTE, key)
    known = await claim_key(session, *claim, {})
    if known is not None:
        return UUID(known)
    found = await session.scalars(select(BankAccountOfProducer.producer_id).where(is_current()))
    wanted = found.all()
    await lock_owed(session, wanted)
    await pause("accounts locked")
    ready = await ready_now(session, terms, among=wanted)
    if not ready:
        raise PayoutNothing
    batch = PayoutBatch(made_by=actor.person_id)
    session.add(batch)
    await session.flush()
    session.add_all(_payout(batch.id, number, one, terms) for number, one in enumerate(ready, 1))
    total = sum(one.amount for one in ready)
    record_act(session, actor.person_id, "payouts.draft", str(batch.id), payouts=len(ready), amount=total)
    await settle_key(session, *claim, str(batch.id))
    await session.flush()
    return batch.id


async def ready_now(session: AsyncSession, terms: PayoutTerms, *, among: Sequence[UUID] | None = None) -> list[Ready]:
    """Who may be paid now, by name: with a confirmed account, no open draft, and at least the minimum available.

    At most as many as a batch may have; `among` leaves out everybody else.
    """
    wanted = (
        select(BankAccountOfProducer.producer_id, BankAccountOfProducer.id, BankAccountOfProducer.stripe_account)
        .join(Producer, Producer.id == BankAccountOfProducer.producer_id)
        .join(LedgerAccount, LedgerAccount.producer_id == Producer.id)
        .where(is_current(), LedgerAccount.kind == AccountKind.PRODUCER, ~has_draft())
        .order_by(Producer.name, Producer.id)
    )
    if among is not None:
        wanted = wanted.where(Producer.id.in_(among))
    rows = (await session.execute(wanted)).all()
    owed = await owed_to(session, [row[0] for row in rows], terms.days)
    found = [Ready(row[0], row[1], row[2], owed[row[0]].available) for row in rows if row[0] in owed]
    return [one for one in found if one.amount > 0 and one.amount >= terms.minimum][:MOST_PAYOUTS]


def _payout(batch_id: UUID, number: int, one: Ready, terms: PayoutTerms) -> Payout:
    return Payout(
        batch_id=batch_id,
        number=number,
        code=new_code(CODE_PREFIX),
        producer_id=one.producer_id,
        account_id=one.account_id,
        amount=one.amount,
        method=method_of(one.stripe_account, stripe=terms.stripe),
        state=PayoutState.DRAFT,
    )
