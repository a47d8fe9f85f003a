"""Another way to pay, chosen on the page on which an order is paid."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.errors import Refusal
from shop.http.limits import address_of
from shop.http.problems import describe
from shop.orders.pay_api import take_for_payment
from shop.orders.pay_otherwise import pay_otherwise
from shop.orders.queries import order_for_reader, readable_id
from shop.orders.terms import order_terms
from shop.payments.errors import PaymentMethodOff
from shop.payments.models import PaymentMethod
from shop.web.pages.answer import both, go
from shop.web.pages.forms import read_form
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.pay import pay_again
from shop.web.pages.visit import Visit


@post(both("/don-hang/{code:str}/thanh-toan/cach"), include_in_schema=False)
async def change_way(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], code: FromPath[str]
) -> Response[bytes]:
    """Change it; a refusal shows the page again with the reason. Left to cash, the order's own page follows."""
    form = await read_form(request)
    token, secret = orders_in(visit.request).get(code.upper()), visit.settings.secret_key
    order_id = await readable_id(visit.session, code, token, visit.actor, secret)
    try:
        await take_for_payment(visit.limiter, address_of(visit.request), code)
        async with visit.session.begin_nested():
            await pay_otherwise(
                visit.session,
                order_id,
                _method(form.text("method", 10)),
                str(visit.actor.person_id or "buyer"),
                terms=order_terms(visit.settings),
                auto_confirm=visit.settings.order_auto_confirm,
            )
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        return await pay_again(visit, code, problem.detail, problem.status)
    await visit.session.flush()  # the page is read from the rows
    order = await order_for_reader(visit.session, code, token, visit.actor, secret)
    return go(visit.locale, order.payment.page or f"/don-hang/{order.code}")


def _method(typed: str) -> PaymentMethod:
    if typed not in set(PaymentMethod):
        raise PaymentMethodOff(field="method")
    return PaymentMethod(typed)


routes = [change_way]
