"""Refuse what cannot be done for a buyer beside the goods."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.quote import Quote
from shop.catalog.models import ShippingClass
from shop.core.clock import today
from shop.delivery.models import DeliveryMethod
from shop.http.errors import BadInput
from shop.orders.extras import Extras, Invoice, Slot, is_company_code
from shop.producers.models import ProducerClosure

SLOT_DAYS = 7
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


async def check_extras(session: AsyncSession, extras: Extras | None, method: DeliveryMethod, quote: Quote) -> None:
    """Look at what was said with an order. Without a slot no statement runs.

    Raises:
        BadInput: the invoice lacks something or its tax code is none; the slot is not offered for these goods, is
            out of its days, or a producer is closed then.
    """
    if extras is None:
        return
    if extras.invoice is not None:
        _check_invoice(extras.invoice)
    if extras.slot is not None:
        await _check_slot(session, extras.slot, method, quote)


def slot_days(now_on: date) -> list[date]:
    """The days a slot may be on: from tomorrow, as what comes today needs no day named."""
    return [now_on + timedelta(days=ahead) for ahead in range(1, SLOT_DAYS + 1)]


def takes_slot(quote: Quote) -> bool:
    """Whether something in it is fresh: our own riders bring it, so a half day can be promised."""
    return any(line.offer is not None and line.offer.shipping is ShippingClass.FRESH for line in quote.lines)


async def closures_within(session: AsyncSession, quote: Quote, days: Collection[date]) -> list[ProducerClosure]:
    """The closed times of the producers in it that touch these days, the first first."""
    makers: set[UUID | None] = {line.offer.producer_id for line in quote.lines if line.offer is not None}
    found = await session.scalars(
        select(ProducerClosure)
        .where(
            ProducerClosure.producer_id.in_([maker for maker in makers if maker is not None]),
            ProducerClosure.from_on <= max(days),
            ProducerClosure.until_on >= min(days),
        )
        .order_by(ProducerClosure.from_on, ProducerClosure.id)
    )
    return list(found)


def _check_invoice(invoice: Invoice) -> None:
    for name in ("name", "tax_code", "address", "email"):
        if not getattr(invoice, name):
            raise BadInput(f"extras.invoice.{name}", "orders.invoice_whole")
    if not is_company_code(invoice.tax_code):
        raise BadInput("extras.invoice.tax_code", "orders.bad_company_code")
    if _EMAIL.fullmatch(invoice.email) is None:
        raise BadInput("extras.invoice.email", "orders.invoice_email")


async def _check_slot(session: AsyncSession, slot: Slot, method: DeliveryMethod, quote: Quote) -> None:
    if method is not DeliveryMethod.SHIP or not takes_slot(quote):
        raise BadInput("extras.slot", "orders.slot_fresh_only")
    days = slot_days(await today(session))
    if slot.day not in days:
        raise BadInput("extras.slot", "orders.slot_days", first=f"{days[0]:%d/%m}", last=f"{days[-1]:%d/%m}")
    closed = await closures_within(session, quote, [slot.day])
    if closed:
        opens_on = max(one.until_on for one in closed) + timedelta(days=1)
        raise BadInput("extras.slot", "orders.slot_closed", day=f"{slot.day:%d/%m}", opens_on=f"{opens_on:%d/%m}")
