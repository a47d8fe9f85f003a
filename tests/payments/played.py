"""The played Stripe in tests: its official client over its books, its notices, and the money of one order."""

from itertools import count
from uuid import uuid4

import httpx
import stripe
from sqlalchemy import select, text

from shop.core.db import short
from shop.core.money import Dong
from shop.payments.attempt import name_attempt, start_attempt
from shop.payments.models import Payment, PaymentMethod, Refund
from shop.payments.provider import Asked
from shop.payments.provider_event import ProviderEvent
from shop.payments.refund import give_back
from shop.payments.rules import attempt_key
from shop.payments.sandbox.stripe.api import make_sandbox
from shop.payments.sandbox.stripe.door import PUBLISHABLE, SANDBOX
from shop.payments.sandbox.stripe.tell import tell_due
from shop.payments.stripe_connect import played_secret
from shop.payments.stripe_gateway import Stripe, StripeAccount
from shop.payments.work_event import work_event
from tests.make.payments import payment

PAGES = "https://chomay.test/the-thu"
WEBHOOK = "/api/v1/payments/stripe/webhook"
SECRET, OLDER = "whsec_new", "whsec_old"
ACCOUNT = StripeAccount(
    secret_key=SANDBOX,
    publishable_key=PUBLISHABLE,
    webhook_secrets=(SECRET, OLDER),
    url="http://stripe.test",
    played="https://chomay.test",
)
CARD = PaymentMethod.CARD
INTENTS, REFUNDS = "/v1/payment_intents", "/v1/refunds"
OK = "4242424242424242"
DECLINED = "4000000000000002"
POOR = "4000000000009995"
ASKS = "4000002500003155"
BACK_LATER = "4000000000007726"
BACK_FAILS = "4000000000005126"


class Wire(httpx.AsyncBaseTransport):
    """The wire to the sandbox. `fault` is asked before (`False`) and after (`True`) each request was worked."""

    def __init__(self, sessions):
        self.inner = httpx.ASGITransport(make_sandbox(sessions, PAGES))
        self.fault = None
        self.asked = []

    async def handle_async_request(self, request):
        self.asked.append(f"{request.method} {request.url.path}")
        if self.fault is not None:
            await self.fault(request, False)
        reply = await self.inner.handle_async_request(request)
        if self.fault is not None:
            await self.fault(request, True)
        return reply


def lost_after(path, times=1):
    """A fault: the answer to a POST at `path` is lost after it was worked."""
    left = count(times, -1)

    async def fault(request, worked):
        if worked and request.method == "POST" and request.url.path == path and next(left) > 0:
            raise httpx.ReadTimeout("lost", request=request)

    return fault


class Gateway(Stripe):
    """Ours, with its wire to the sandbox at hand."""

    def __init__(self, sessions, account):
        self.wire = Wire(sessions)
        super().__init__(httpx.AsyncClient(transport=self.wire), account)


def gateway(sessions, account=ACCOUNT):
    """Our gateway over a sandbox."""
    return Gateway(sessions, account)


def official(gate):
    """The official client below a gateway: what the other side of the page does."""
    return gate._client


async def begun(sessions, gate, amount=250_000, *, reference=None, hold=False):
    """An order's payment by card, its attempt, and the intent made for it: (reference, attempt, intent)."""
    async with short(sessions) as session:
        reference = reference or await payment(session, amount, PaymentMethod.CARD)
        attempt = await start_attempt(session, reference, PaymentMethod.CARD)
    opened = await (gate.begin_hold if hold else gate.start)(asked(attempt, reference))
    async with short(sessions) as session:
        await name_attempt(session, attempt.id, opened.foreign_id)
    return reference, attempt, opened.foreign_id


def asked(attempt, reference):
    """What a page asks a provider for an attempt."""
    return Asked(
        attempt_id=attempt.id,
        number=attempt.number,
        payment_id=attempt.payment_id,
        reference=reference,
        order_code="CM-TEST",
        amount=Dong(attempt.amount),
        locale="vi",
        client_ip="127.0.0.1",
        return_url="https://chomay.test/don-hang/CM-TEST/thanh-toan",
        expires_in=900,
        key=attempt_key(attempt.payment_id, attempt.number),
    )


async def pay(gate, intent, number=OK):
    """Confirm with a card, as the page's field does; the error of a refused card is given back."""
    card = {"number": number, "exp_month": "12", "exp_year": "2030", "cvc": "123"}
    try:
        return await official(gate).payment_intents.confirm_async(
            intent, {"payment_method_data": {"type": "card", "card": card}}
        )
    except stripe.CardError as error:
        return error


async def hear(sessions, client, settings):
    """Let everything Stripe has to tell arrive at our address and have its effect, as the task does."""

    async def post(body, signature):
        return (await client.post(WEBHOOK, content=body, headers={"stripe-signature": signature})).status_code

    while await tell_due(sessions, played_secret(settings), post):
        pass
    async with sessions() as session:
        waiting = list(await session.scalars(select(ProviderEvent.id).where(ProviderEvent.handled_at.is_(None))))
    for event_id in waiting:
        async with short(sessions) as session:
            await work_event(session, event_id)


def fresh_key():
    """An idempotency key."""
    return f"key-{uuid4()}"


async def stands(sessions, reference):
    async with sessions() as session:
        paid = await session.scalar(select(Payment).where(Payment.reference == reference))
    return paid.state, paid.collected, paid.refunded


async def refunds(sessions):
    async with sessions() as session:
        return list(await session.scalars(select(Refund).order_by(Refund.id)))


async def age(sessions, by="2 minutes"):
    """Let time go by since refunds were sent; after a minute an answer counts as lost."""
    async with short(sessions) as session:
        await session.execute(text(f"UPDATE refund SET sent_at = sent_at - interval '{by}'"))


async def given_back(gate):
    """What Stripe has given back: amounts."""
    return [one.amount for one in (await official(gate).refunds.list_async()).data]


async def paid_by_card(sessions, gate, hear, number=OK, amount=250_000):
    reference, _, intent = await begun(sessions, gate, amount)
    await pay(gate, intent, number)
    await hear()
    return reference


async def owe(sessions, reference, amount=250_000, about=None):
    async with short(sessions) as session:
        await give_back(session, reference, about or reference, Dong(amount), "test", deposit=Dong(0))
