"""Work around payouts to producers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_payout import tell_account, tell_payout
from shop.payments.stripe_connect import open_stripe
from shop.payouts.events import PayoutAccountChanged, PayoutFacts
from shop.payouts.send_transfers import send_transfers
from workers.runtime import Worker, program
from workers.subscribe import subscriber


@subscriber("notices.payout", "live")
async def tell_paid(session: AsyncSession, event_id: UUID, event: PayoutFacts) -> None:
    """Write the notices of a producer's owners."""
    await tell_payout(session, event_id, event)


@subscriber("notices.payout_account", "live")
async def tell_changed(session: AsyncSession, event_id: UUID, event: PayoutAccountChanged) -> None:
    """Write the notices of a changed bank account."""
    await tell_account(session, event_id, event)


@program("payouts.send", "money")
async def send(worker: Worker, /) -> None:
    """Send approved payouts to producers' accounts at Stripe. Two at once share the work."""
    stripe = open_stripe(worker.settings, worker.sessions)
    if stripe is None:
        return
    try:
        await send_transfers(worker.sessions, stripe)
    finally:
        await stripe.close()
