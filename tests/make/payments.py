"""Payments for tests."""

from uuid import UUID, uuid4

from shop.core.money import Dong
from shop.payments.models import PaymentMethod
from shop.payments.open_payment import Due, open_payments


async def payment(session, amount=250_000, method=PaymentMethod.VIETQR) -> UUID:
    """A new payment of an order that is not there; returns the order's id."""
    reference = uuid4()
    await open_payments(session, [Due(reference, method, Dong(amount))], "test")
    return reference
