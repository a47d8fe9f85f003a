"""A buyer's own pages: all orders, an order found by code and phone, the same once more."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.accounts.guards import require_signed_in
from shop.core.errors import Refusal, Unauthenticated
from shop.core.ids import read_code
from shop.http.cookies import host_cookie
from shop.http.limits import address_of
from shop.http.problems import describe
from shop.orders.buy_again import buy_again, lines_again
from shop.orders.buyer_api import take_for_find
from shop.orders.find import find_order
from shop.orders.queries import order_by_id, orders_of, readable_id
from shop.orders.rules import CODE_PREFIX, order_token
from shop.web.pages.account import order_rows
from shop.web.pages.answer import both, go, show
from shop.web.pages.basket import DAY, open_basket
from shop.web.pages.forms import read_form
from shop.web.pages.order_cookie import keep_order, orders_in
from shop.web.pages.visit import CART_COOKIE, CART_DAYS, Visit
from shop.web.views.buyer import AgainLine, BuyAgainPage, FindOrderPage, OwnOrdersPage

ROWS = 20


@get(both("/tai-khoan/don-hang"), guards=[require_signed_in], include_in_schema=False)
async def own_page(
    visit: NamedDependency[Visit], after: Annotated[str, QueryParameter(max_length=40)] = ""
) -> Response[bytes]:
    """All orders of whoever is signed in, the newest first."""
    if visit.actor.person_id is None:
        raise Unauthenticated
    last = read_code(CODE_PREFIX, after) if after else None
    found = await orders_of(visit.session, visit.actor.person_id, ROWS + 1, visit.settings.secret_key, last)
    page = OwnOrdersPage(
        site=visit.site,
        orders=order_rows(found[:ROWS], visit.locale),
        next_url=f"/tai-khoan/don-hang?after={found[ROWS - 1].code}" if len(found) > ROWS else None,
        later=last is not None,
    )
    return show("own_orders.html", visit.locale, page)


@get(both("/tra-cuu-don"), include_in_schema=False)
async def find_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The form."""
    return show("find_order.html", visit.locale, FindOrderPage(site=visit.site))


@post(both("/tra-cuu-don"), include_in_schema=False)
async def find_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Go to the order, its token kept by the browser; a wrong pair is told without saying what is wrong with it."""
    form = await read_form(visit.request)
    code, phone = form.text("code", 40), form.text("phone", 40)
    try:
        await take_for_find(visit.limiter, address_of(visit.request), code)
        order_id = await find_order(visit.session, code, phone)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = FindOrderPage(site=visit.site, code=code, phone=phone, problem=problem.detail)
        return show("find_order.html", visit.locale, page, status=problem.status)
    order = await order_by_id(visit.session, order_id, visit.settings.secret_key)
    token = order_token(visit.settings.secret_key, order_id)
    return go(visit.locale, f"/don-hang/{order.code}", keep_order(visit.request, order.code, token))


@get(both("/don-hang/{code:str}/mua-lai"), include_in_schema=False)
async def again_page(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """What the order held, at today's prices, and what is not on sale any more."""
    lines = await lines_again(visit.session, await _order(visit, code))
    page = BuyAgainPage(
        site=visit.site, code=code.upper(), lines=tuple(AgainLine(**msgspec.structs.asdict(line)) for line in lines)
    )
    return show("buy_again.html", visit.locale, page)


@post(both("/don-hang/{code:str}/mua-lai"), include_in_schema=False)
async def again_act(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Put what is on sale into the basket. Safe to repeat."""
    order_id = await _order(visit, code)
    basket = await open_basket(visit)
    filled = await buy_again(visit.session, visit.actor, order_id, basket.id if basket else None)
    return go(visit.locale, "/gio-hang", host_cookie(CART_COOKIE, str(filled.cart_id), CART_DAYS * DAY))


async def _order(visit: Visit, code: str) -> UUID:
    token = orders_in(visit.request).get(code.upper())
    return await readable_id(visit.session, code, token, visit.actor, visit.settings.secret_key)


routes = [own_page, find_page, find_act, again_page, again_act]
