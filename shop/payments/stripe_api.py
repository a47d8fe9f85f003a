"""Where Stripe calls us."""

from typing import Annotated, Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.http.limits import Limit, limit_by_address
from shop.payments.errors import ForgedNotice
from shop.payments.models import PaymentMethod
from shop.payments.providers import Providers
from shop.payments.stripe_gateway import Stripe
from shop.payments.take_event import take_event

_CALLS = Limit("stripe", 6000, 60)
_MOST = 256 * 1024  # bytes of an event

Signature = Annotated[str, HeaderParameter(name="Stripe-Signature", max_length=2000)]


@post(
    "/webhook",
    status_code=200,
    request_max_body_size=_MOST,
    guards=[limit_by_address(_CALLS)],
    operation_id="stripeWebhook",
    summary="Stripe tells of money",
)
async def take(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    providers: NamedDependency[Providers],
    signature: Signature = "",
) -> dict[str, bool]:
    """Signed over its raw bytes. Kept once and worked by a task; safe to repeat, in any order."""
    stripe = providers.get(PaymentMethod.CARD)
    if not isinstance(stripe, Stripe):
        raise ForgedNotice
    moment = int((await now(session)).timestamp())
    told = stripe.read_notice(await request.body(), signature, moment)
    await take_event(session, PaymentMethod.CARD, told)
    return {"received": True}


routes = [Router("/api/v1/payments/stripe", route_handlers=[take], tags=["payments"])]
