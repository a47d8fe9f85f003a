"""The counter of a sales point: pack, send, hand over."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.db import short
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.dispatch.queries import Standing, standings
from shop.fulfilment.cash_anyway import note_cash_said
from shop.fulfilment.give_up import give_up
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.late import late_at
from shop.fulfilment.pack import pack_order
from shop.fulfilment.queries import other_places, were_cash
from shop.fulfilment.relocate import relocate
from shop.fulfilment.ship import deliver_order, ship_order
from shop.http.problems import Problem, describe
from shop.orders.errors import WrongPickupCode
from shop.orders.models import OrderStatus
from shop.orders.queries import finished_today, orders_at
from shop.orders.shown import OrderShown, ParcelShown
from shop.orders.terms import order_terms
from shop.payments.rules import cash_due
from shop.places.guards import places_to_serve
from shop.places.models import Place
from shop.producers.errors import ReasonMissing
from shop.web.pages.answer import both, go, show
from shop.web.pages.dispatch import ACTS as CARRIER_ACTS
from shop.web.pages.dispatch import carried_at_counter, carrier_act
from shop.web.pages.forms import Form, read_form
from shop.web.pages.late_view import late_view
from shop.web.pages.order_extras import extras_words
from shop.web.pages.visit import Visit
from shop.web.views import CounterOrder, CounterPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
MOST = 100
SHORTEST_REASON = 3
OPEN = (OrderStatus.CONFIRMED, OrderStatus.PACKED, OrderStatus.SHIPPED)
PARCEL_ACTS = {"dong-goi": pack_order, "gui-di": ship_order, "da-giao": deliver_order}
ACTS = {
    "dong-goi": "packed",
    "gui-di": "shipped",
    "giao": "handed_over",
    "da-giao": "delivered",
    "chuyen-diem": "relocated",
    **CARRIER_ACTS,
    "khong-co-hang": "given_up",
}


@get(both("/quay"), guards=STAFF, include_in_schema=False)
async def counter_page(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    order: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What this person's point has to pack and to hand over; `done` and `order` say what was just done."""
    told = say(visit.locale, f"web.counter.done_{done}", code=order) if done in ACTS.values() else None
    return show("counter.html", visit.locale, await _page(visit, place, told))


@post(both("/quay/{code:str}/{act:str}"), guards=STAFF, include_in_schema=False)
async def counter_act(visit: NamedDependency[Visit], code: FromPath[str], act: FromPath[str]) -> Response[bytes]:
    """Pack, send, hand over, deliver or relocate; with a number one parcel. A refusal shows the counter with why."""
    form = await read_form(visit.request)
    place = form.text("place", 120)
    try:
        async with short(visit.sessions) as session:
            wrong = await _act(visit.over(session), code, act, form)
        if wrong is not None:  # counted and committed before it is said
            raise wrong
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        return await _refused(visit, place, code, problem)
    return go(visit.locale, f"/quay?place={place}&done={ACTS[act]}&order={code}")


async def _act(visit: Visit, code: str, act: str, form: Form) -> Refusal | None:
    """Do it; a wrong pickup code is returned, not raised, so that its count is kept."""
    typed = form.text("number", 3)
    number = int(typed) if typed.isascii() and typed.isdigit() else None
    if act in PARCEL_ACTS:
        await PARCEL_ACTS[act](visit.session, visit.actor, code, number)
        if act == "da-giao":
            await note_cash_said(visit.session, visit.actor, code, number, _cash(form))
    elif act == "chuyen-diem" and number is not None:
        await relocate(visit.session, visit.actor, code, number, form.text("to", 120))
    elif act in CARRIER_ACTS and number is not None:
        await carrier_act(visit, code, act, number, form)
    elif act == "khong-co-hang":
        await give_up(visit.session, visit.actor, code, _why(form), number)
    elif act == "giao":
        digits = "".join(sign for sign in form.text("pickup_code", 12) if sign.isdigit())
        attempt = await hand_over(visit.session, visit.actor, code, digits, order_terms(visit.settings))
        if not attempt.handed_over:
            return WrongPickupCode(tries_left=attempt.tries_left)
        await note_cash_said(visit.session, visit.actor, code, None, _cash(form))
    else:
        return Forbidden()
    return None


def _cash(form: Form) -> Dong:
    """What was taken in cash (đồng): what the page said, or what was ticked."""
    typed = form.text("cash", 14)
    return Dong(int(typed)) if typed.isascii() and typed.isdigit() else Dong(0)


def _why(form: Form) -> str:
    """The reason the buyer reads.

    Raises:
        Invalid: it says nothing.
    """
    reason = form.text("reason")
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(field="reason")
    return reason


async def _refused(visit: Visit, place: str, code: str, problem: Problem) -> Response[bytes]:
    async with short(visit.sessions) as session:
        page = await _page(visit.over(session), place, None)
    told = msgspec.structs.replace(page, problem=problem.detail, problem_order=code)
    return show("counter.html", visit.locale, told, status=problem.status)


async def _page(visit: Visit, slug: str, done: str | None) -> CounterPage:
    mine = await places_to_serve(visit.session, visit.actor)
    place = chosen(mine, slug)
    waiting = await orders_at(visit.session, place.id, OPEN, MOST)
    told = Told(
        elsewhere=await other_places(visit.session, waiting, place.slug),
        carried=await standings(visit.session, [order.code for order in waiting]),
        were_cash=await were_cash(visit.session, [order.code for order in waiting]),
        locale=visit.locale,
    )
    late = await late_at(visit.session, place.id, visit.settings.packing_hours, MOST)
    return CounterPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        to_pack=tuple(
            card for order in waiting if not _awaits_buyer(order) for card in _cards(order, place.slug, told)
        ),
        to_hand_over=tuple(
            card for order in waiting if _awaits_buyer(order) for card in _cards(order, place.slug, told)
        ),
        done_today=await finished_today(visit.session, place.id),
        others=tuple((one.slug, one.name) for one in mine if one.id != place.id),
        late=tuple(late_view(one) for one in late),
        done=done,
    )


def chosen(mine: Sequence[Place], slug: str) -> Place:
    """The place of a person's that the address names, else the first."""
    return next((one for one in mine if one.slug == slug), mine[0])


def _awaits_buyer(order: OrderShown) -> bool:
    return order.status is OrderStatus.PACKED and order.delivery.method is DeliveryMethod.PICKUP


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What else is known of parcels, by the order's code and the parcel's number."""

    elsewhere: Mapping[tuple[str, int], Sequence[tuple[str, str]]]
    carried: Mapping[tuple[str, int], Standing]
    were_cash: Collection[str]  # orders that were paid another way than in cash, as they were to be
    locale: Locale


def _cards(order: OrderShown, here: str, told: Told) -> list[CounterOrder]:
    """What is fetched is worked on whole, what is brought parcel by parcel."""
    mine = [parcel for parcel in order.parcels if parcel.sales_point.slug == here and parcel.status in OPEN]
    if order.delivery.method is DeliveryMethod.PICKUP:
        return [_card(order, mine, order.status, told)]
    return [_card(order, [parcel], parcel.status, told) for parcel in mine]


def _card(order: OrderShown, parcels: Sequence[ParcelShown], status: OrderStatus, told: Told) -> CounterOrder:
    numbers = {parcel.number for parcel in parcels}
    key = (order.code, parcels[0].number)
    brought = order.delivery.method is DeliveryMethod.SHIP
    amount = Dong(sum(parcel.amount - parcel.deposit for parcel in parcels))
    carried = carried_at_counter(told.carried.get(key), status, told.locale)
    return CounterOrder(
        code=order.code,
        number=parcels[0].number if brought else None,
        parcels=len(order.parcels),
        reason=parcels[0].reason,
        elsewhere=tuple(told.elsewhere.get(key, ())) if brought else (),
        carried=carried,
        status=status,
        delivery=order.delivery.method,
        name=order.contact.name,
        phone_end=order.contact.phone[-3:],
        lines=tuple(
            f"{line.quantity} × {line.product.name}, {line.name}" for line in order.lines if line.parcel in numbers
        ),
        total=cash_due(order.payment.method, amount),
        asked=amount if order.code in told.were_cash and carried is None else Dong(0),
        placed_at=order.created_at,
        extras=extras_words(told.locale, order.extras),
    )


routes = [counter_page, counter_act]
