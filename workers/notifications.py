"""Work around notices and mail."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.events import SignInCodeAsked
from shop.batches.events import BatchRecalled
from shop.certification.events import CertificateFacts
from shop.inventory.events import StockRunsLow
from shop.notifications.deliver import deliver_mail
from shop.notifications.deliver_texts import deliver_texts, make_texters
from shop.notifications.mailer_gateway import make_mailer
from shop.notifications.notify import tell_order
from shop.notifications.notify_late import tell_late
from shop.notifications.notify_producer import tell_certificate
from shop.notifications.notify_recall import tell_recall
from shop.notifications.notify_sign_in import tell_sign_in_code
from shop.notifications.notify_stock import tell_low_stock
from shop.orders.events import OrderFacts, OrderLate
from workers.runtime import Worker, program
from workers.subscribe import gathering_subscriber, subscriber


@gathering_subscriber("notices.order", "live")
async def tell_buyer(session: AsyncSession, events: Sequence[tuple[UUID, OrderFacts]]) -> None:
    """Write the buyers' notices; the mail itself leaves with the next delivery."""
    for event_id, event in events:
        await tell_order(session, event_id, event)


@subscriber("notices.certificate", "live")
async def tell_producer(session: AsyncSession, event_id: UUID, event: CertificateFacts) -> None:
    """Write the notices of a producer's people."""
    await tell_certificate(session, event_id, event)


@subscriber("notices.recall", "live")
async def tell_recalled(session: AsyncSession, event_id: UUID, event: BatchRecalled) -> None:
    """Write the notices of a recalled batch."""
    await tell_recall(session, event_id, event)


@subscriber("notices.sign_in_code", "live")
async def send_code(session: AsyncSession, event_id: UUID, event: SignInCodeAsked) -> None:
    """Write the message with a one-time code; it leaves with the next delivery."""
    await tell_sign_in_code(session, event_id, event)


@program("notifications.deliver_texts", "live")
async def deliver_to_phones(worker: Worker, /) -> None:
    """Send the texts that wait. Two at once share the work: each claims its own rows."""
    await deliver_texts(worker.sessions, make_texters(worker.settings, worker.sessions), worker.settings)


@subscriber("notices.stock_low", "live")
async def tell_low(session: AsyncSession, event_id: UUID, event: StockRunsLow) -> None:
    """Write the notices of goods that run low."""
    await tell_low_stock(session, event_id, event)


@program("notifications.deliver_mail", "live")
async def deliver(worker: Worker, /) -> None:
    """Send what waits. Two at once share the work: each claims its own rows."""
    await deliver_mail(worker.sessions, make_mailer(worker.settings), worker.settings)


@subscriber("notices.late", "live")
async def tell_of_late(session: AsyncSession, event_id: UUID, event: OrderLate) -> None:
    """Write the notices of a parcel that is not packed in time."""
    await tell_late(session, event_id, event)
