"""The page of an order, for whoever holds its token or placed it signed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local, now
from shop.core.errors import Refusal
from shop.core.i18n import Locale, knows, say
from shop.core.masks import mask_phone
from shop.delivery.models import DeliveryMethod
from shop.dispatch.queries import tracking_of
from shop.fulfilment.late import kept_until
from shop.http.problems import describe
from shop.orders.cancel import UNSUPPLIED, cancel_order
from shop.orders.models import OrderHistory, OrderStatus
from shop.orders.promised import promise_to
from shop.orders.queries import history_of, order_for_reader, readable_id
from shop.orders.rules import MOVES
from shop.orders.shown import AddressShown, OrderShown
from shop.payments.models import PaymentMethod
from shop.payments.queries import refunds_of
from shop.places.queries import sales_point
from shop.preorders.queries import Promise
from shop.web.pages.answer import both, go, show
from shop.web.pages.dispatch import carried_for_buyer
from shop.web.pages.invoices import invoices_of, sold_by_points
from shop.web.pages.order_cookie import keep_order, orders_in
from shop.web.pages.order_extras import extras_words
from shop.web.pages.place_views import place_card
from shop.web.pages.visit import Visit
from shop.web.views import Bill, OrderLineView, OrderPage, ParcelView, PlaceCard, Step, StepState
from shop.web.views.checkout import PromiseView, RefundLine
from shop.web.views.dispatch import CarriedView
from shop.web.views.pay import deposit_view

_S = OrderStatus
ROADS = {
    DeliveryMethod.PICKUP: (_S.HELD, _S.CONFIRMED, _S.PACKED, _S.HANDED_OVER),
    DeliveryMethod.SHIP: (_S.HELD, _S.CONFIRMED, _S.PACKED, _S.SHIPPED, _S.DELIVERED),
}
ENDS = frozenset({_S.CANCELLED, _S.EXPIRED, _S.REFUSED})


@get(both("/don-hang/{code:str}"), include_in_schema=False)
async def order_page(
    visit: NamedDependency[Visit], code: FromPath[str], token: Annotated[str, QueryParameter(max_length=100)] = ""
) -> Response[bytes]:
    """One order. A token in the address is swapped for a cookie and a clean address."""
    if token:
        order = await order_for_reader(visit.session, code, token, visit.actor, visit.settings.secret_key)
        return go(visit.locale, f"/don-hang/{order.code}", keep_order(visit.request, order.code, token))
    order = await order_for_reader(
        visit.session, code, _token(visit.request, code), visit.actor, visit.settings.secret_key
    )
    return show("order.html", visit.locale, await _page(visit, order))


@post(both("/don-hang/{code:str}/huy"), include_in_schema=False)
async def cancel_page(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Cancel until it is packed; a refusal shows the order with the reason."""
    token = _token(visit.request, code)
    order_id = await readable_id(visit.session, code, token, visit.actor, visit.settings.secret_key)
    try:
        async with visit.session.begin_nested():
            await cancel_order(visit.session, order_id, str(visit.actor.person_id or "buyer"))
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        order = await order_for_reader(visit.session, code, token, visit.actor, visit.settings.secret_key)
        page = await _page(visit, order, problem.detail)
        return show("order.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"/don-hang/{code}")


def _token(request: Request[Any, Any, Any], code: str) -> str | None:
    return orders_in(request).get(code.upper())


async def _id_of(visit: Visit, code: str) -> UUID:
    own = _token(visit.request, code)
    return await readable_id(visit.session, code, own, visit.actor, visit.settings.secret_key)


async def _page(visit: Visit, order: OrderShown, problem: str | None = None) -> OrderPage:
    order_id = await _id_of(visit, order.code)
    history = await history_of(visit.session, order_id)
    moment = await now(visit.session)
    place = await _place(visit.session, order, moment)
    return OrderPage(
        site=visit.site,
        code=order.code,
        status=order.status,
        lines=tuple(_line(order)),
        bill=_bill(order, visit.locale),
        delivery=order.delivery.method,
        steps=steps_of(order, history, visit.locale),
        contact_name=order.contact.name,
        contact_phone=mask_phone(order.contact.phone),
        placed_at=order.created_at,
        now=moment,
        hold_expires_at=order.hold_expires_at,
        unheld=order.unheld,
        deposit=deposit_view(order),
        pickup_code=None if order.pickup_code is UNSET else order.pickup_code,
        pickup_qr=None if order.pickup_qr is UNSET else order.pickup_qr,
        place_name=place.name if place else None,
        place_slug=place.slug if place else None,
        place_address=", ".join(part for part in (place.address, place.area) if part) if place else None,
        place_hours=place.hours if place else None,
        address=_address(order.delivery.address),
        can_cancel=_can_cancel(order),
        parcels=_parcels(order, carried_for_buyer(await tracking_of(visit.session, order_id), visit.locale)),
        method=order.payment.method,
        missing=order.payment.missing,
        refunds=await _refunds(visit.session, order_id),
        extras=extras_words(visit.locale, order.extras),
        invoices=await invoices_of(visit.session, order_id),
        sold_by_points=await sold_by_points(visit.session, order_id),
        keep_until=await kept_until(visit.session, order_id, visit.settings.pickup_days),
        cancel_reason=_reason(order, history, visit.locale),
        promise=_promise(await promise_to(visit.session, order_id)),
        problem=problem,
    )


def _address(address: AddressShown | None) -> str | None:
    return f"{address.line}, {address.commune.name}" if address else None


def _promise(promise: Promise | None) -> PromiseView | None:
    if promise is None:
        return None
    return PromiseView(ship_from=promise.ship_from, ship_until=promise.ship_until, waiting=promise.waiting)


def _bill(order: OrderShown, locale: Locale) -> Bill:
    """What was agreed, less what the places could not supply."""
    less = ((say(locale, "web.give_up.withdrawn"), order.withdrawn),)
    vouchers = ((say(locale, "web.bill.discount"), order.discount),) if order.discount else ()
    return Bill(
        subtotal=order.subtotal,
        shipping=order.shipping,
        discount=order.discount,
        total=order.total,
        discounts=(*vouchers, *less) if order.withdrawn else (),
    )


async def _refunds(session: AsyncSession, order_id: UUID) -> tuple[RefundLine, ...]:
    found = await refunds_of(session, order_id)
    return tuple(RefundLine(refund.amount, refund.state, refund.paid_at) for refund in found)


async def _place(session: AsyncSession, order: OrderShown, moment: datetime) -> PlaceCard | None:
    point = order.delivery.sales_point
    found = await sales_point(session, point.slug) if point else None
    return place_card(found, local(moment).isoweekday()) if found else None


def _line(order: OrderShown) -> list[OrderLineView]:
    return [
        OrderLineView(
            name=line.product.name,
            variant_name=line.name,
            unit=line.unit,
            quantity=line.quantity,
            total=line.total,
            image=line.image,
            product_slug=line.product.slug,
        )
        for line in order.lines
    ]


def _can_cancel(order: OrderShown) -> bool:
    """Until one of its parcels is packed."""
    moves = MOVES[order.delivery.method]
    return all(moves.allows(parcel.status, OrderStatus.CANCELLED) for parcel in order.parcels)


def _parcels(order: OrderShown, carried: Mapping[int, CarriedView]) -> tuple[ParcelView, ...]:
    """The parcels of a delivery; what is fetched stands at its point."""
    if order.delivery.method is DeliveryMethod.PICKUP:
        return ()
    return tuple(
        ParcelView(
            number=parcel.number,
            status=parcel.status,
            place_name=parcel.sales_point.name,
            place_slug=parcel.sales_point.slug,
            reason=parcel.reason,
            amount=parcel.amount,
            carried=carried.get(parcel.number),
            lines=tuple(
                f"{line.quantity} × {line.product.name}, {line.name}"
                for line in order.lines
                if line.parcel == parcel.number
            ),
        )
        for parcel in order.parcels
    )


def steps_of(order: OrderShown, history: list[OrderHistory], locale: Locale) -> tuple[Step, ...]:
    """The road of an order: what was, where it stands, what is to come. An order that ended shows only its past."""
    status = order.status
    when = {row.status: row.created_at for row in history}
    road = [step for step in ROADS[order.delivery.method] if status not in ENDS or step in when]
    if status in ENDS:
        road.append(status)
    done = road.index(status)
    last = status in ENDS or done == len(road) - 1
    return tuple(
        Step(
            title=_step_words(step, order.payment.method, locale),
            state=StepState.DONE
            if at < done or (at == done and last)
            else StepState.NOW
            if at == done
            else StepState.AHEAD,
            at=when.get(step),
        )
        for at, step in enumerate(road)
    )


def _step_words(step: OrderStatus, method: PaymentMethod, locale: Locale) -> str:
    key = f"web.order.steps.{'placed' if step is _S.HELD else step.value}"
    paid = f"{key}_paid"
    return say(locale, paid if method is not PaymentMethod.COD and knows(paid) else key)


def _reason(order: OrderShown, history: list[OrderHistory], locale: Locale) -> str | None:
    """Why an order ended, or why it cannot be cancelled any more."""
    if order.status in ENDS:
        reason = next((row.reason for row in reversed(history) if row.status is order.status), None)
        if reason and reason.startswith(UNSUPPLIED):
            return say(locale, "web.order.reason.unsupplied", reason=reason.removeprefix(UNSUPPLIED))
        key = f"web.order.reason.{reason}"
        return say(locale, key) if reason and knows(key) else None
    if _can_cancel(order):
        return None
    return say(locale, "web.order.packed_already")


routes = [order_page, cancel_page]
