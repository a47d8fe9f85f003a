"""The page on which an order is paid: `payment_url`. A provider is asked from here, after the order's commit."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.clock import now
from shop.core.db import Sessions
from shop.core.errors import Refusal
from shop.core.i18n import knows, say
from shop.http.headers import CARD_FIELD_POLICY
from shop.http.limits import address_of
from shop.http.problems import describe
from shop.orders.pay_api import take_for_payment
from shop.orders.queries import order_for_reader, readable_id
from shop.orders.shown import OrderShown
from shop.payments.begin import Payer, begin_payment, resume_payment
from shop.payments.bounds import fitting
from shop.payments.models import AttemptState
from shop.payments.offered import offered_methods
from shop.payments.provider import Begun, GoTo, ShowCard
from shop.payments.providers import Providers
from shop.payments.queries import last_attempt
from shop.web.pages.answer import both, go, leave, show
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.pay_vietqr import transfer_view
from shop.web.pages.visit import Visit, Visits
from shop.web.views.pay import PayPage, deposit_view


@get(both("/don-hang/{code:str}/thanh-toan"), include_in_schema=False)
async def pay_page(
    visits: NamedDependency[Visits],
    code: FromPath[str],
    sessions: NamedDependency[Sessions],
    providers: NamedDependency[Providers],
) -> Response[bytes]:
    """How the order is paid; one that waits for no money goes to its own page. No transaction waits for a provider."""
    async with visits.open() as visit:
        order = await _order(visit, code)
        payer = await _payer(visit, order)
    if not order.payment.missing:
        return go(visit.locale, f"/don-hang/{order.code}")
    problem, begun = None, None
    try:
        begun = await resume_payment(sessions, providers, payer, order.payment.method)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale).detail
    async with visits.open() as visit:
        page = await _page(visit, await _order(visit, code), begun=begun, problem=problem)
    return show("pay.html", visit.locale, page, headers=_policy(begun))


@post(both("/don-hang/{code:str}/thanh-toan"), include_in_schema=False)
async def begin_page(
    visits: NamedDependency[Visits],
    code: FromPath[str],
    sessions: NamedDependency[Sessions],
    providers: NamedDependency[Providers],
) -> Response[bytes]:
    """Begin to pay: to the provider's page, or back to ours, where its part is open now."""
    async with visits.open() as visit:
        order = await _order(visit, code)
        payer = await _payer(visit, order)
    if not order.payment.missing:
        return go(visit.locale, f"/don-hang/{order.code}")
    try:
        await take_for_payment(visit.limiter, payer.client_ip, order.code)
        begun = await begin_payment(sessions, providers, payer, order.payment.method)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        async with visits.open() as visit:
            return await pay_again(visit, code, problem.detail, problem.status)
    if isinstance(begun, GoTo):
        return leave(begun.url)
    return go(visit.locale, f"/don-hang/{order.code}/thanh-toan")


async def pay_again(visit: Visit, code: str, problem: str, status: int) -> Response[bytes]:
    """The page once more, with what was refused; an order that waits for nothing shows its own."""
    order = await _order(visit, code)
    if not order.payment.missing:
        return go(visit.locale, f"/don-hang/{order.code}")
    return show("pay.html", visit.locale, await _page(visit, order, problem=problem), status=status)


async def _order(visit: Visit, code: str) -> OrderShown:
    return await order_for_reader(visit.session, code, _token(visit, code), visit.actor, visit.settings.secret_key)


def _token(visit: Visit, code: str) -> str | None:
    return orders_in(visit.request).get(code.upper())


async def _payer(visit: Visit, order: OrderShown) -> Payer:
    token = _token(visit, order.code)
    moment, until = await now(visit.session), order.hold_expires_at
    prefix = "" if visit.locale == "vi" else f"/{visit.locale}"
    return Payer(
        reference=await readable_id(visit.session, order.code, token, visit.actor, visit.settings.secret_key),
        order_code=order.code,
        locale=visit.locale,
        client_ip=address_of(visit.request),
        return_url=f"{visit.settings.base_url}{prefix}/don-hang/{order.code}/thanh-toan",
        expires_in=max(0, int((until - moment).total_seconds())) if until else 0,
    )


async def _page(visit: Visit, order: OrderShown, *, begun: Begun | None = None, problem: str | None = None) -> PayPage:
    payer = await _payer(visit, order)
    last = await last_attempt(visit.session, payer.reference)
    failure = None
    if last is not None and last.state is AttemptState.FAILED and last.method is order.payment.method:
        key = f"web.pay.failed.{last.method.value}_{last.failure}"
        failure = say(visit.locale, key if knows(key) else "web.pay.failed.other")
    return PayPage(
        site=visit.site,
        code=order.code,
        status=order.status,
        method=order.payment.method,
        total=order.total,
        missing=order.payment.missing,
        now=await now(visit.session),
        hold_expires_at=order.hold_expires_at,
        unheld=order.unheld,
        deposit=deposit_view(order),
        methods=fitting(offered_methods(visit.settings), order.payment.missing),
        begun=begun,
        transfer=transfer_view(visit, order, last),
        failure=failure,
        problem=problem,
    )


def _policy(begun: Begun | None) -> dict[str, str]:
    """Only where Stripe's own field for cards is shown may its script run."""
    return {"content-security-policy": CARD_FIELD_POLICY} if isinstance(begun, ShowCard) else {}


routes = [pay_page, begin_page]
