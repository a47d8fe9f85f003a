"""Where buyers come back to from VNPAY and MoMo. These pages decide nothing: the notice does."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.i18n import Locale, knows, say
from shop.orders.models import OrderStatus
from shop.orders.queries import order_for_reader, readable_id
from shop.orders.shown import OrderShown
from shop.payments.models import PaymentMethod
from shop.payments.queries import attempt_is_of
from shop.payments.wallet_accounts import momo_account, vnpay_account
from shop.payments.wallet_notice import WalletNotice
from shop.payments.wallet_read import query_facts, read_momo, read_vnpay
from shop.web.pages.answer import both, show
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.visit import Visit
from shop.web.views.pay_return import PayReturnPage, ReturnVerdict

_V = ReturnVerdict
_OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.EXPIRED})


@get(both("/don-hang/{code:str}/thanh-toan/vnpay"), include_in_schema=False)
async def from_vnpay(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Back from VNPAY."""
    account, facts = vnpay_account(visit.settings), _facts(visit)
    told = None if account is None else read_vnpay(facts, account)
    return await _answer(visit, code, PaymentMethod.VNPAY, facts, told)


@get(both("/don-hang/{code:str}/thanh-toan/momo"), include_in_schema=False)
async def from_momo(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Back from MoMo."""
    account, facts = momo_account(visit.settings), _facts(visit)
    told = None if account is None else read_momo(facts, account)
    return await _answer(visit, code, PaymentMethod.MOMO, facts, told)


def _facts(visit: Visit) -> dict[str, str]:
    return query_facts(visit.request.scope["query_string"])


async def _answer(
    visit: Visit, code: str, method: PaymentMethod, facts: Mapping[str, str], told: WalletNotice | None
) -> Response[bytes]:
    """Say how the order stands, and beside it what the address says, if its provider signed it for this order."""
    token, secret = orders_in(visit.request).get(code.upper()), visit.settings.secret_key
    order = await order_for_reader(visit.session, code, token, visit.actor, secret)
    order_id = await readable_id(visit.session, code, token, visit.actor, secret)
    verdict = _verdict(order, facts, told, mine=await _is_mine(visit, order_id, told))
    page = PayReturnPage(
        site=visit.site,
        code=order.code,
        status=order.status,
        method=method,
        verdict=verdict,
        failure=failure_words(visit.locale, method, told.failure if told else None) if verdict is _V.FAILED else None,
    )
    return show("pay_return.html", visit.locale, page)


async def _is_mine(visit: Visit, order_id: UUID, told: WalletNotice | None) -> bool:
    if told is None or told.attempt_id is None:
        return False
    return await attempt_is_of(visit.session, told.attempt_id, order_id)


def _verdict(order: OrderShown, facts: Mapping[str, str], told: WalletNotice | None, *, mine: bool) -> ReturnVerdict:
    """An address without anything added asks only how the order stands: so the page follows it."""
    if facts and not mine:
        return _V.FORGED
    if order.status in _OVER:
        return _V.OVER
    if not order.payment.missing:
        return _V.PAID
    return _V.FAILED if told is not None and told.failure is not None else _V.WAITING


def failure_words(locale: Locale, method: PaymentMethod, failure: str | None) -> str:
    """Why an attempt failed, and what to do."""
    key = f"web.pay.failed.{method.value}_{failure}"
    return say(locale, key if knows(key) else "web.pay.failed.other")


routes = [from_vnpay, from_momo]
