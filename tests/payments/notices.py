"""What Stripe tells, written by hand, and the payment it is about."""

import json
from uuid import uuid4

from sqlalchemy import select

from shop.payments.models import AttemptState, Payment, PaymentAttempt, PaymentMethod
from tests.make.payments import payment

M = PaymentMethod


def told(kind, about, **changes):
    """The bytes of an event."""
    event = {"id": f"evt_{uuid4().hex}", "object": "event", "type": kind, "created": 1_790_000_000, "livemode": False}
    return json.dumps({**event, "data": {"object": about}, **changes}).encode()


def intent(attempt, reference, status="succeeded", **changes):
    """A PaymentIntent of an attempt."""
    received = attempt.amount if status == "succeeded" else 0
    metadata = {"order_id": str(reference), "attempt": str(attempt.id)}
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": attempt.amount,
        "amount_received": received,
        "amount_capturable": attempt.amount if status == "requires_capture" else 0,
        "currency": "vnd",
        "status": status,
        "metadata": metadata,
    } | changes


async def attempted(session, reference=None, amount=250_000):
    """A payment by card with one open attempt."""
    reference = reference or await payment(session, amount, M.CARD)
    paid = await session.scalar(select(Payment).where(Payment.reference == reference))
    attempt = PaymentAttempt(payment_id=paid.id, method=M.CARD, number=1, amount=amount, state=AttemptState.OPEN)
    session.add(attempt)
    await session.flush()
    return reference, attempt


async def stands(session, reference):
    paid = await session.scalar(
        select(Payment).where(Payment.reference == reference).execution_options(populate_existing=True)
    )
    return paid.state, paid.collected, paid.refunded
