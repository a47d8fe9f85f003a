"""Work around payments."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.orders.errors import OrderUnknown
from shop.orders.settle import settle_order
from shop.payments.events import PaymentMoved, ProviderTold
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.providers import open_providers
from shop.payments.reconcile import reconcile
from shop.payments.send_refunds import send_refunds
from shop.payments.stripe_gateway import Stripe
from shop.payments.work_event import work_event
from workers.runtime import Worker, program
from workers.subscribe import subscriber

DAYS = 2  # how far back the nightly comparison looks

log = structlog.get_logger("workers.payments")


@subscriber("payments.settle", "money")
async def settle(session: AsyncSession, _event_id: UUID, event: PaymentMoved) -> None:
    """What is paid, or its deposit, lets its order go on. An order that was purged needs nothing."""
    if event.state not in {PaymentState.PAID, PaymentState.TO_COLLECT}:
        return
    try:
        await settle_order(session, event.reference)
    except OrderUnknown:
        return


@subscriber("payments.heed", "money")
async def heed(session: AsyncSession, _event_id: UUID, event: ProviderTold) -> None:
    """Let what a provider told have its effect, once."""
    await work_event(session, event.event_id)


@program("payments.send_refunds", "money")
async def send(worker: Worker, /) -> None:
    """Send what is owed back through the providers it came through. Two at once share the work."""
    providers = open_providers(worker.settings, worker.sessions)
    try:
        await send_refunds(worker.sessions, providers, Dong(worker.settings.refund_limit))
    finally:
        await providers.close()


@program("payments.reconcile", "bulk")
async def reconcile_books(worker: Worker, /) -> None:
    """Each night: compare our books with Stripe's, mend what can be mended, and log it for somebody to look at."""
    providers = open_providers(worker.settings, worker.sessions)
    try:
        stripe = providers.get(PaymentMethod.CARD)
        found = await reconcile(worker.sessions, stripe, DAYS, repair=True) if isinstance(stripe, Stripe) else []
    finally:
        await providers.close()
    for one in found:
        log.error("money differs", gap=one.gap.value, subject=one.subject, mended=one.mended, more=one.more)
