"""An owner says where the producer's money goes; an officer confirms it."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.payments.banks import BANKS
from shop.payouts.errors import (
    PayoutAccountBySelf,
    PayoutAccountReplaced,
    PayoutAccountUnknown,
    PayoutBankUnknown,
    PayoutHolderMissing,
    PayoutNumberWrong,
    PayoutStripeWrong,
)
from shop.payouts.events import PayoutAccountChanged
from shop.payouts.rules import read_number, read_stripe
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.settlement.models import BankAccountOfProducer

LONGEST_HOLDER = 120


class Wished(msgspec.Struct, frozen=True, kw_only=True):
    """An account as it was typed."""

    bank_bin: str
    number: str
    holder: str
    stripe_account: str = ""


async def propose_account(session: AsyncSession, actor: Actor, producer_id: UUID, wished: Wished) -> UUID:
    """Propose where the producer's money goes; its owners are told. The id of the row that stands from now on.

    Until an officer confirms it no payout goes. What stands already is no change: safe to repeat. The producer's row is
    locked, so that of two changes each is a row of the history.

    Raises:
        Forbidden: the actor is no owner.
        PayoutBankUnknown, PayoutNumberWrong, PayoutHolderMissing, PayoutStripeWrong: it cannot be meant.
    """
    await require_member(session, actor, producer_id, MemberRole.OWNER)
    facts = _read(wished)
    assert actor.person_id is not None, "members are signed in"
    await session.execute(select(Producer.id).where(Producer.id == producer_id).with_for_update(key_share=True))
    current = await session.scalar(
        select(BankAccountOfProducer)
        .where(BankAccountOfProducer.producer_id == producer_id, BankAccountOfProducer.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if current is not None:
        if facts == {name: getattr(current, name) for name in facts}:
            return current.id
        current.ended_at = await now(session)
        await session.flush()  # the new row stands alone as the current one
    made = BankAccountOfProducer(producer_id=producer_id, proposed_by=actor.person_id, **facts)
    session.add(made)
    await session.flush()
    publish(session, PayoutAccountChanged(account_id=made.id, producer_id=producer_id))
    record_act(session, actor.person_id, "payouts.propose_account", str(producer_id), account=str(made.id))
    await session.flush()
    return made.id


async def confirm_account(session: AsyncSession, actor: Actor, account_id: UUID) -> None:
    """Confirm an account as an officer who did not propose it. Safe to repeat; who came first stays.

    Raises:
        PayoutAccountUnknown: there is none.
        PayoutAccountReplaced: another was proposed meanwhile.
        PayoutAccountBySelf: this actor proposed it.
    """
    account = await session.get(BankAccountOfProducer, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise PayoutAccountUnknown
    if account.ended_at is not None:
        raise PayoutAccountReplaced
    if account.confirmed_by is not None:
        return
    if account.proposed_by == actor.person_id:
        raise PayoutAccountBySelf
    account.confirmed_by, account.confirmed_at = actor.person_id, await now(session)
    record_act(session, actor.person_id, "payouts.confirm_account", str(account.producer_id), account=str(account_id))
    await session.flush()


def _read(wished: Wished) -> dict[str, str | None]:
    number, holder = read_number(wished.number), squeeze(wished.holder)
    stripe = read_stripe(wished.stripe_account) if wished.stripe_account.strip() else None
    if wished.bank_bin not in BANKS:
        raise PayoutBankUnknown(field="bank_bin")
    if number is None:
        raise PayoutNumberWrong(field="number")
    if not any(sign.isalpha() for sign in holder) or len(holder) > LONGEST_HOLDER:
        raise PayoutHolderMissing(field="holder")
    if wished.stripe_account.strip() and stripe is None:
        raise PayoutStripeWrong(field="stripe_account")
    return {"bank_bin": wished.bank_bin, "number": number, "holder": holder, "stripe_account": stripe}
