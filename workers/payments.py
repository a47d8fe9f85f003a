"""Work around payments."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.orders.errors import OrderUnknown
from shop.orders.settle import settle_order
from shop.payments.events import PaymentMoved, ProviderTold
from shop.payments.models import PaymentState
from shop.payments.providers import open_providers
from shop.payments.send_refunds import send_refunds
from shop.payments.work_event import work_event
from workers.runtime import Worker, program
from workers.subscribe import subscriber


@subscriber("payments.settle", "money")
async def settle(session: AsyncSession, _event_id: UUID, event: PaymentMoved) -> None:
    """What is paid lets its order go on. An order that was purged needs nothing."""
    if event.state is not PaymentState.PAID:
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
