"""Have invoices issued by the service: never inside a transaction, again and again while it is away."""

import asyncio
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.invoices.document import InvoiceDocument, documents_of
from shop.invoices.events import InvoiceIssued
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.service import Answer, InvoiceService, Issued, ServiceAway
from shop.invoices.write_xml import xml_of

MOST = 50  # invoices of one round
PATIENCE = 50.0  # seconds one may take; below the lease
LEASE = timedelta(seconds=60)  # doubled with every time it was asked
_DOUBLINGS = 6  # at most an hour apart


async def issue_due(sessions: Sessions, service: InvoiceService, *, pause: Pause = go_on) -> int:
    """Ask for whatever is due, one after the other; returns how many. Two at once share the work.

    Cut off between the service's answer and our commit, the lease ends and it is asked again under the same key.
    """
    for asked in range(MOST):
        async with short(sessions) as session:
            claimed = await _claim(session)
        if claimed is None:
            return asked
        document, before = claimed
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await _ask(service, document, before)
        except (ServiceAway, TimeoutError):
            continue
        await pause("answered")
        async with short(sessions) as session:
            await note_answer(session, document.id, answer)
    return MOST


async def note_answer(session: AsyncSession, invoice_id: UUID, answer: Answer) -> None:
    """Keep what came of it; the first answer stands. Safe to repeat."""
    invoice = await session.get(SellerInvoice, invoice_id, with_for_update=True)
    if invoice is None or invoice.state is not InvoiceState.WAITING:
        return
    invoice.due_at = None
    if isinstance(answer, Issued):
        invoice.state, invoice.authority_code = InvoiceState.ISSUED, answer.code
        invoice.issued_at = await session.scalar(select(shop_now()))
        if invoice.buyer_email is not None:
            publish(session, InvoiceIssued(invoice_id=invoice.id))
    else:
        invoice.state, invoice.refusal = InvoiceState.REFUSED, answer.reason


async def _ask(service: InvoiceService, document: InvoiceDocument, before: int) -> Answer:
    """Whether it was issued already is asked first where an earlier answer may have got lost."""
    known = await service.look_up(document.id) if before else None
    return known or await service.issue(document.id, xml_of(document))


async def _claim(session: AsyncSession) -> tuple[InvoiceDocument, int] | None:
    """One that is due, and how often it was asked before; until its lease ends nobody else asks.

    One that adjusts another waits until that one is issued: the authority has to know what it adjusts.
    """
    original = aliased(SellerInvoice)
    known = select(original.id).where(original.id == SellerInvoice.adjusts_id, original.state == InvoiceState.ISSUED)
    due = (
        select(SellerInvoice.id)
        .where(SellerInvoice.due_at <= shop_now(), SellerInvoice.state == InvoiceState.WAITING)
        .where(SellerInvoice.adjusts_id.is_(None) | known.exists())
        .order_by(SellerInvoice.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed = await session.scalar(
        update(SellerInvoice)
        .where(SellerInvoice.id == due.scalar_subquery())
        .values(
            asked=func.least(SellerInvoice.asked + 1, 1000),
            due_at=shop_now() + LEASE * func.power(2, func.least(SellerInvoice.asked, _DOUBLINGS)),
        )
        .returning(SellerInvoice)
    )
    if claimed is None:
        return None
    (document,) = await documents_of(session, [claimed])
    return document, claimed.asked - 1
