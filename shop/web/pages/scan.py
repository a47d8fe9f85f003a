"""A pickup is handed over by its QR code: read by the camera, or typed where there is none."""

import re
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.db import short
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.core.ids import read_code
from shop.fulfilment.hand_over import hand_over
from shop.http.problems import describe
from shop.orders.errors import OrderUnknown, WrongPickupCode
from shop.orders.models import OrderStatus
from shop.orders.queries import orders_at
from shop.orders.rules import CODE_PREFIX
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.web.pages.answer import both, go, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import Form, read_form
from shop.web.pages.stockroom_view import named
from shop.web.pages.visit import Visit
from shop.web.views.till import ScanPage, WaitingOrder

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
PATH = "/quay/quet"
MOST = 500
WAITING = (OrderStatus.CONFIRMED, OrderStatus.PACKED)
_SCANNED = re.compile(r"CHOMAY:(?P<order>[^:]{1,40}):(?P<digits>[0-9]{6})(:[\w-]{16})?", re.ASCII)
_EMPTY = Form({})


@get(both(PATH), guards=STAFF, include_in_schema=False)
async def show_scan(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The camera's page, with all that waits here; `done` is the code of the order that was just handed over."""
    code = read_code(CODE_PREFIX, done)
    told = say(visit.locale, "web.scan.done", code=code) if code else None
    page = await _page(visit, place, _EMPTY, chosen=False)
    return show("scan.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(PATH), guards=STAFF, include_in_schema=False)
async def act_on_scan(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Show the order that was read, so that its cash can be taken; with `act=give` hand it over.

    The six digits travel in the body alone: addresses are logged.
    """
    form = await read_form(visit.request)
    try:
        if form.text("act", 10) == "give":
            code = await _give(visit, form)
            return go(visit.locale, f"{PATH}?place={form.text('place', 120)}&done={code}")
        page = await _page(visit, form.text("place", 120), form, chosen=True)
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        async with short(visit.sessions) as session:
            page = await _page(visit.over(session), form.text("place", 120), form, chosen=False)
        told = msgspec.structs.replace(page, problem=problem.detail)
        return show("scan.html", visit.locale, told, status=problem.status)
    return show("scan.html", visit.locale, page)


async def _give(visit: Visit, form: Form) -> str:
    """Hand it over; a wrong code is counted, and committed, before it is said."""
    code, digits = read_scan(form)
    async with short(visit.sessions) as session:
        attempt = await hand_over(session, visit.actor, code, digits, order_terms(visit.settings))
    if not attempt.handed_over:
        raise WrongPickupCode(tries_left=attempt.tries_left)
    return code


def read_scan(form: Form) -> tuple[str, str]:
    """The order's code and the six digits: out of what the camera read, or of the two fields."""
    scanned = _SCANNED.fullmatch(form.text("scanned", 100))
    if scanned is not None:
        return scanned["order"], scanned["digits"]
    digits = "".join(sign for sign in form.text("pickup_code", 12) if sign.isdecimal() and sign.isascii())
    return form.text("code", 40), digits


async def _page(visit: Visit, slug: str, form: Form, *, chosen: bool) -> ScanPage:
    """The page of a place; `chosen`: with the order the form names.

    Raises:
        OrderUnknown: it does not wait here.
    """
    place, others = await counter_place(visit, slug)
    waiting = [each for each in await orders_at(visit.session, place.id, WAITING, MOST) if _is_pickup(each, place.slug)]
    code, digits = read_scan(form)
    written = read_code(CODE_PREFIX, code)
    order = next((each for each in waiting if each.code == written), None) if chosen else None
    if chosen and order is None:
        raise OrderUnknown
    return ScanPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        code=written or code,
        digits=digits,
        order=_order(order) if order else None,
        waiting=tuple(_order(each) for each in waiting),
    )


def _is_pickup(order: OrderShown, slug: str) -> bool:
    point = order.delivery.sales_point
    return point is not None and point.slug == slug


def _order(order: OrderShown) -> WaitingOrder:
    return WaitingOrder(
        code=order.code,
        packed=order.status is OrderStatus.PACKED,
        name=order.contact.name,
        phone_end=order.contact.phone[-3:],
        lines=tuple(f"{line.quantity} × {named(line.product.name, line.name)}" for line in order.lines),
        total=order.total,
    )


routes = [show_scan, act_on_scan]
