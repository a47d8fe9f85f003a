"""Payouts by Stripe leave after their approval. Stripe is asked outside every transaction."""

from datetime import timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.payments.errors import ProviderAway, ProviderRefused
from shop.payments.stripe_gateway import Stripe
from shop.payouts.end_payout import fail_payout, hold_accounts, lock_payout, pay_payout
from shop.payouts.rules import ACCOUNT_CHANGED, MOVES, payout_key
from shop.settlement.models import BankAccountOfProducer, Payout, PayoutMethod, PayoutState

ACTOR = "stripe"
AT_ONCE = 50
LOST = timedelta(minutes=1)  # after which an answer counts as lost, and the same is asked again
KEPT = timedelta(hours=23)  # how long Stripe surely knows a key; after that a person sees to it

log = structlog.get_logger("payouts")


class _Going(msgspec.Struct, frozen=True):
    """What Stripe is asked for."""

    payout_id: UUID
    account: str
    amount: Dong


async def send_transfers(sessions: Sessions, stripe: Stripe) -> int:
    """Send what is approved, and what no answer came to; how many arrived. Two at once share the work.

    A payout is marked as sent before Stripe is asked, with a key made of its id: whatever is cut off or not answered is
    asked again with the same key, and is paid once.
    """
    async with short(sessions) as session:
        due = await session.scalars(select(Payout.id).where(_due()).order_by(Payout.id).limit(AT_ONCE))
        waiting = due.all()
    arrived = 0
    for payout_id in waiting:
        async with short(sessions) as session:
            going = await _mark(session, payout_id)
        if going is not None:
            arrived += await _send(sessions, stripe, going)
    return arrived


def _due() -> ColumnElement[bool]:
    lost = and_(
        Payout.state == PayoutState.SENT, Payout.asked_at < shop_now() - LOST, Payout.sent_at > shop_now() - KEPT
    )
    return and_(Payout.method == PayoutMethod.STRIPE, or_(Payout.state == PayoutState.APPROVED, lost))


async def _mark(session: AsyncSession, payout_id: UUID) -> _Going | None:
    """Claim a payout for asking; None where another did, or its account was changed: then it failed."""
    payout = await lock_payout(session, payout_id)
    if not await session.scalar(select(Payout.id).where(Payout.id == payout_id, _due())):
        return None
    moment = await now(session)
    if payout.state is PayoutState.APPROVED:
        if not await hold_accounts(session, [payout.account_id]):
            await fail_payout(session, payout, ACCOUNT_CHANGED, by=ACTOR, at=moment)
            return None
        MOVES.check(payout.state, PayoutState.SENT)
        payout.state, payout.sent_at = PayoutState.SENT, moment
    payout.asked_at = moment
    account = await session.get_one(BankAccountOfProducer, payout.account_id)
    assert account.stripe_account is not None, "the draft looked"
    return _Going(payout.id, account.stripe_account, payout.amount)


async def _send(sessions: Sessions, stripe: Stripe, going: _Going) -> bool:
    reference, refused = None, ""
    try:
        reference = await stripe.transfer(
            going.account, going.amount, key=payout_key(going.payout_id), about=going.payout_id
        )
    except ProviderAway:
        log.warning("payout_unanswered", payout=str(going.payout_id))
        return False
    except ProviderRefused as error:
        refused = error.told
    async with short(sessions) as session:
        return await _note(session, going.payout_id, reference, refused)


async def _note(session: AsyncSession, payout_id: UUID, reference: str | None, refused: str) -> bool:
    """What Stripe answered; a twin, or a person, may have noted it before."""
    payout = await lock_payout(session, payout_id)
    if payout.state is not PayoutState.SENT:
        return False
    moment = await now(session)
    if reference is None:
        await fail_payout(session, payout, refused, by=ACTOR, at=moment)
        return False
    pay_payout(session, payout, reference, by=ACTOR, at=moment)
    return True
