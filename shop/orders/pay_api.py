"""How an order is paid: another way while it waits for its money."""

from typing import Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.text import Body
from shop.http.limits import Limit, Limiter, address_of
from shop.orders.api import CodePath, TokenHeader
from shop.orders.pay_otherwise import pay_otherwise
from shop.orders.queries import order_by_id, readable_id
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.payments.models import PaymentMethod

_ORDERS = Limit("payments.order", burst=20, period=600.0)  # tries to pay one order, and changes of its way
_ADDRESSES = Limit("payments.address", burst=120, period=600.0)  # a whole phone network may share one


class WayBody(Body):
    """The way it shall be paid."""

    method: PaymentMethod


async def take_for_payment(limiter: Limiter, address: str, code: str) -> None:
    """Count a try to pay, or a change of the way, against its order and its address.

    Raises:
        TooMany: too many of them already.
    """
    await limiter.take(_ADDRESSES, address)
    await limiter.take(_ORDERS, "".join(sign for sign in code.upper() if sign.isalnum()))  # however it is written


@post("/{code:str}/payment", status_code=200, operation_id="payOtherwise", summary="Pay an order another way")
async def change(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[WayBody],
    token: TokenHeader = None,
) -> OrderShown:
    """While it waits for its money. `payment.page` says where it is paid; left to cash it is confirmed."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await take_for_payment(limiter, address_of(request), code)
    await pay_otherwise(
        session,
        order_id,
        data.method,
        str(actor.person_id or "buyer"),
        terms=order_terms(settings),
        auto_confirm=settings.order_auto_confirm,
    )
    return await order_by_id(session, order_id, settings.secret_key)


routes = [Router("/api/v1/orders", route_handlers=[change], tags=["orders"])]
