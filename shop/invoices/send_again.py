"""A seller sends a refused invoice again, after what was wrong has been put right."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.invoices.errors import InvoiceUnknown
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.write import seller_of
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer


async def send_again(session: AsyncSession, actor: Actor, producer: Producer, invoice_id: UUID) -> None:
    """Ask the service anew, with the seller as the register knows it now; what adjusts it names the same seller.

    Safe to repeat: what waits or is issued stays.

    Raises:
        Unauthenticated, Forbidden: this actor may not write for the producer.
        InvoiceUnknown: no such invoice of this producer.
    """
    await require_member(session, actor, producer.id, at_least=MemberRole.EDITOR)
    invoice = await session.get(SellerInvoice, invoice_id, with_for_update=True, populate_existing=True)
    if invoice is None or invoice.producer_id != producer.id:
        raise InvoiceUnknown
    if invoice.state is not InvoiceState.REFUSED:
        return
    seller = seller_of(producer)
    await session.execute(
        update(SellerInvoice)
        .where((SellerInvoice.id == invoice.id) | (SellerInvoice.adjusts_id == invoice.id))
        .values(seller_name=seller.name, seller_tax_code=seller.tax_code, seller_address=seller.address)
    )
    invoice.state, invoice.refusal, invoice.asked = InvoiceState.WAITING, None, 0
    invoice.due_at = await session.scalar(select(shop_now()))
    record_act(session, actor.person_id, "invoices.send_again", invoice.id)
