"""From the basket to the order, on one page."""

import secrets
from collections.abc import Sequence
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.api import take_for_vouchers
from shop.cart.queries import wants_of
from shop.cart.quote import Quote, price_lines, read_facts
from shop.cart.shown import CartShown
from shop.contracts.content import contract_terms
from shop.contracts.inform import Information, inform
from shop.core.clock import local, now
from shop.core.errors import Refusal
from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.delivery.addresses import addresses_of
from shop.delivery.choose import Address, ChosenDelivery, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.delivery.ways import ClosedWay
from shop.http.cookies import gone_cookie
from shop.http.limits import address_of
from shop.http.problems import describe
from shop.inventory.queries import available
from shop.orders.api import take_for_order
from shop.orders.place import place_order
from shop.orders.terms import order_terms
from shop.orders.wish import Contact, PlaceOrder
from shop.payments.bounds import fitting
from shop.payments.models import PaymentMethod
from shop.payments.offered import offered_methods
from shop.places.queries import FoundPlace, all_places
from shop.regions.queries import communes_of_today
from shop.web.pages.answer import both, go, show
from shop.web.pages.basket import lines_of, open_basket
from shop.web.pages.checkout_vouchers import asked_of, codes_of, offered, on_order, settled
from shop.web.pages.delivery_part import NOTHING, Searched, bill_of, delivery_part, road_to
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.order_cookie import keep_order
from shop.web.pages.order_extras import FIELDS as EXTRA_FIELDS
from shop.web.pages.order_extras import extras_typed, extras_wish, slots_offered
from shop.web.pages.place_views import place_card
from shop.web.pages.visit import CART_COOKIE, Visit
from shop.web.views import CheckoutForm, CheckoutPage, FieldError, PickupChoice
from shop.web.views.delivery import DeliveryPart

MOST_POINTS = 200
# The API names fields by their path; the form by their input.
FIELDS = {
    "contact.name": "name",
    "contact.phone": "phone",
    "contact.email": "email",
    "delivery.sales_point": "sales_point",
    "delivery.address": "address",
    "delivery.address.line": "address",
    "delivery.address.commune": "commune",
    "delivery.quote": "quote",
    "age_confirmed": "age_confirmed",
    "payment": "payment",
    "vouchers": "voucher",
    **EXTRA_FIELDS,
}


@get(both("/thanh-toan"), include_in_schema=False)
async def checkout_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The form with both bills. An empty basket goes back to the basket."""
    basket = await open_basket(visit)
    if basket is None or not basket.lines:
        return go(visit.locale, "/gio-hang")
    form = CheckoutForm(name=visit.actor.name)
    return show("checkout.html", visit.locale, await page_of(visit, basket, await _started(visit, form)))


@post(both("/thanh-toan"), include_in_schema=False)
async def place_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Place the order; a refusal shows the page again with everything typed kept. Safe to repeat.

    A voucher put on or taken off shows the page with the new bills, and orders nothing.
    """
    form = await read_form(visit.request)
    typed = typed_of(form)
    basket = await open_basket(visit)
    asked = asked_of(form)
    if asked is not None and basket is not None and basket.lines:
        return await _with_vouchers(visit, basket, typed, asked, form.text("request_key", 80))
    try:
        address = address_of(visit.request)
        await take_for_order(visit.limiter, visit.actor, address, typed.phone, typed.vouchers)
        async with visit.session.begin_nested():
            placed = await place_order(
                visit.session,
                _order(form, typed, basket, visit.locale),
                visit.actor,
                form.request_key(),
                order_terms(visit.settings),
            )
    except Refusal as refusal:
        if basket is None or not basket.lines:
            return go(visit.locale, "/gio-hang")
        return await _refused(visit, basket, typed, refusal, form.text("request_key", 80))
    order = placed.order
    assert isinstance(order.token, str), "whoever places an order gets its token"
    kept = keep_order(visit.request, order.code, order.token)
    pay = "/thanh-toan" if order.payment.missing else ""
    return go(visit.locale, f"/don-hang/{order.code}{pay}", kept, gone_cookie(CART_COOKIE))


def typed_of(form: Form) -> CheckoutForm:
    """What the buyer typed, chose and ticked."""
    method = form.text("method", 10)
    return CheckoutForm(
        name=form.text("name", 120),
        phone=form.text("phone", 20),
        email=form.text("email", 254),
        method=DeliveryMethod.SHIP if method == DeliveryMethod.SHIP else DeliveryMethod.PICKUP,
        sales_point=form.text("sales_point", 120),
        address=form.text("address", 300),
        commune=form.text("commune", 120),
        age_confirmed=form.text("age_confirmed", 5) == "yes",
        vouchers=codes_of(form),
        commune_words=form.text("commune_words", 80),
        saved=form.text("saved", 40),
        ask=form.text("ask", 40),
        quote=form.text("quote", 40),
        extras=extras_typed(form),
        payment=_method(form.text("payment", 10)),
    )


def _method(typed: str) -> PaymentMethod:
    """The way to pay that was chosen; cash where nothing was."""
    return PaymentMethod(typed) if typed in set(PaymentMethod) else PaymentMethod.COD


def _order(form: Form, typed: CheckoutForm, basket: CartShown | None, locale: Locale) -> PlaceOrder:
    ships = typed.method is DeliveryMethod.SHIP
    address = Address(line=typed.address, commune=typed.commune) if ships else None
    way = read_id(typed.quote) if ships else None
    return PlaceOrder(
        cart=basket.id if basket else form.key("cart"),
        contact=Contact(name=typed.name, phone=typed.phone, email=typed.email or None),
        delivery=DeliveryWish(
            method=typed.method, sales_point=None if ships else typed.sales_point or None, address=address, quote=way
        ),
        payment=typed.payment,
        expected_total=Dong(form.number(_total(ships, way)) or 0),
        locale=locale,
        age_confirmed=typed.age_confirmed,
        vouchers=typed.vouchers,
        extras=extras_wish(typed.extras, ships=ships),
    )


async def _with_vouchers(
    visit: Visit, basket: CartShown, typed: CheckoutForm, asked: tuple[str, tuple[str, ...]], key: str
) -> Response[bytes]:
    """The page after a voucher was put on or taken off."""
    tried, codes = asked
    try:
        tries = (tried,) if tried else ()
        await take_for_vouchers(visit.limiter, visit.actor, address_of(visit.request), tries)
    except Refusal as refusal:
        return await _refused(visit, basket, typed, refusal, key)
    page = await page_of(visit, basket, msgspec.structs.replace(typed, vouchers=codes), key)
    return show("checkout.html", visit.locale, page, status=422 if page.errors else 200)


def _total(ships: bool, way: UUID | None) -> str:
    """The field that holds the sum the buyer saw beside what was chosen."""
    if way is not None:
        return f"total_{way}"
    return "total_ship" if ships else "total_pickup"


async def _started(visit: Visit, form: CheckoutForm) -> CheckoutForm:
    """A signed-in person's checkout begins with the default address of their book."""
    if visit.actor.person_id is None:
        return form
    book = await addresses_of(visit.session, visit.actor.person_id)
    if not book or not book[0][0].is_default or book[0][1].valid_to is not None:
        return form
    address, commune = book[0]
    return msgspec.structs.replace(
        form, name=address.name, phone=address.phone, address=address.line, commune=commune.slug, saved=str(address.id)
    )


async def _refused(visit: Visit, basket: CartShown, typed: CheckoutForm, refusal: Refusal, key: str) -> Response[bytes]:
    problem = describe(refusal, visit.locale)
    field = FIELDS.get(refusal.field or "")
    page = await page_of(visit, basket, typed, key)
    told = (
        msgspec.structs.replace(page, errors=(FieldError(field=field, message=problem.detail),))
        if field
        else msgspec.structs.replace(page, problem=problem.detail)
    )
    return show("checkout.html", visit.locale, told, status=problem.status)


async def page_of(
    visit: Visit,
    basket: CartShown,
    form: CheckoutForm,
    key: str = "",
    *,
    searched: Searched = NOTHING,
    closed: Sequence[ClosedWay] = (),
) -> CheckoutPage:
    """The page with what was typed, what was found and the ways that were offered."""
    fee = Dong(visit.settings.ship_fee)
    wants, codes = await wants_of(visit.session, basket.id), form.vouchers
    facts, road = await read_facts(visit.session, wants, codes), await road_to(visit.session, form.commune)

    def priced(delivery: ChosenDelivery) -> Quote:
        return price_lines(facts, wants, delivery, fee, codes)

    pickup, ship = priced(ChosenDelivery(method=DeliveryMethod.PICKUP)), priced(road)
    form, errors = settled(form, (pickup, ship), visit.locale)
    points = await _points(visit.session, basket)
    part = await delivery_part(visit, form, priced, road, searched, closed=closed)
    chosen = form.sales_point or _wished(basket, points)
    return CheckoutPage(
        site=visit.site,
        lines=lines_of(basket, visit.locale),
        pickup=bill_of(pickup),
        ship=bill_of(ship),
        points=points,
        communes=tuple((unit.slug, unit.name) for unit in await communes_of_today(visit.session)),
        request_key=key or secrets.token_urlsafe(18),
        form=msgspec.structs.replace(form, sales_point=chosen, quote=_way(form, part)),
        hold_minutes=visit.settings.stock_hold_minutes,
        methods=fitting(offered_methods(visit.settings), pickup.total, ship.total),
        min_age=max((line.min_age or 0 for line in basket.lines), default=0) or None,
        information=await _information(visit, basket),
        errors=errors,
        offered=await offered(visit, pickup, form.vouchers),
        chosen=on_order(form.vouchers, (pickup, ship), visit.locale),
        delivery=part,
        slots=await slots_offered(visit.session, ship, visit.locale),
    )


def _way(form: CheckoutForm, part: DeliveryPart) -> str:
    """The way of delivery that is chosen: what was chosen before, else the first."""
    offered = [way.id for way in part.ways]
    return form.quote if form.quote in offered else next(iter(offered), "")


def _wished(basket: CartShown, points: Sequence[PickupChoice]) -> str:
    """The point a line was taken from, where it has the whole basket."""
    wished = next((line.sales_point.slug for line in basket.lines if line.sales_point), "")
    return next((point.slug for point in points if point.available and point.slug == wished), "")


async def _information(visit: Visit, basket: CartShown) -> Information:
    """What the law wants said before the contract; the contract will keep it."""
    variants = [line.variant for line in basket.lines]
    return await inform(visit.session, variants, visit.locale, contract_terms(visit.settings))


async def _points(session: AsyncSession, basket: CartShown) -> tuple[PickupChoice, ...]:
    """Sales points, those that have the whole basket first; the others are shown and say why they cannot serve."""
    stock = await available(session, [line.variant for line in basket.lines])
    free = {variant: {place.slug: place.available for place in places} for variant, places in stock.items()}
    weekday = local(await now(session)).isoweekday()
    choices = [
        _choice(found, weekday, all(free[x.variant].get(found.place.slug, 0) >= x.quantity for x in basket.lines))
        for found in await all_places(session, MOST_POINTS)
    ]
    return tuple(sorted(choices, key=lambda choice: not choice.available))


def _choice(found: FoundPlace, weekday: int, able: bool) -> PickupChoice:
    card = place_card(found, weekday)
    detail = ", ".join(part for part in (card.area, card.hours) if part)
    return PickupChoice(slug=card.slug, name=card.name, detail=detail or None, available=able)


routes = [checkout_page, place_page]
