"""Refunds for tests: orders whose money is here, and officers who give it back."""

from itertools import count

from sqlalchemy import select

from shop.core.money import Dong
from shop.payments.models import Payment, PaymentMethod, PaymentState, Refund
from shop.refunds.owe import Claim, owe_claim
from tests.make.remittance import officer

_numbers = count(1)


def claim_of(order, amount, *, line=None, reason="Giao thiếu một bát") -> Claim:
    """So much of the order goes back."""
    return Claim(order=order.code, line=line, amount=amount, reason=reason)


async def claimed(session, order, amount, *, who=None, line=None, key=None):
    """A refund that an officer owes: the refund and who asked."""
    who = who or await officer(session)
    claim = claim_of(order, amount, line=line)
    about = await owe_claim(session, who, claim, key=key or f"refund-key-{next(_numbers)}")
    return await refund_about(session, about), who


async def refund_about(session, about) -> Refund:
    """The refund for something, as the row has it."""
    found = await session.scalars(
        select(Refund).where(Refund.reference == about).execution_options(populate_existing=True)
    )
    return found.one()


async def payment_of_order(session, order) -> Payment:
    """The order's payment, as the row has it."""
    found = await session.scalars(
        select(Payment).where(Payment.reference == order.id).execution_options(populate_existing=True)
    )
    return found.one()


async def prepaid(session, order, method=PaymentMethod.CARD) -> None:
    """Let an order that was paid in cash be one that was paid before."""
    payment = await payment_of_order(session, order)
    payment.method, payment.state, payment.collected = method, PaymentState.PAID, Dong(payment.amount)
    await session.flush()
