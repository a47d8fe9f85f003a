"""Order ahead of a harvest: a short form of its own, beside the basket."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.cart.quote import Quote
from shop.catalog.queries import ProductPage as Listing
from shop.catalog.queries import product_page
from shop.contracts.content import contract_terms
from shop.contracts.inform import inform
from shop.core.errors import NotFound, Refusal
from shop.core.money import Dong
from shop.delivery.choose import Address, ChosenDelivery, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.http.limits import address_of
from shop.http.problems import describe
from shop.orders.api import take_for_order
from shop.orders.place_preorder import place_preorder, quote_preorder
from shop.orders.terms import order_terms
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.payments.bounds import fitting
from shop.payments.offered import offered_methods
from shop.places.models import PlaceKind
from shop.preorders.queries import OpenWindow, open_windows
from shop.regions.queries import communes_of_today
from shop.web.pages.answer import both, go, show
from shop.web.pages.checkout import FIELDS as CHECKOUT_FIELDS
from shop.web.pages.checkout import typed_of
from shop.web.pages.delivery_part import bill_of
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.order_cookie import keep_order
from shop.web.pages.visit import Visit
from shop.web.views import CheckoutForm, FieldError
from shop.web.views.preorders import PreorderOffer, PreorderPage

FIELDS = CHECKOUT_FIELDS | {"quantity": "quantity"}
MOST = 999


@get(both("/san-pham/{slug:str}/dat-truoc"), include_in_schema=False)
async def preorder_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    variant: Annotated[str, QueryParameter(max_length=40)] = "",
    quantity: Annotated[str, QueryParameter(max_length=5)] = "1",
) -> Response[bytes]:
    """The form, with what so many pieces cost."""
    pieces = int(quantity) if quantity.isascii() and quantity.isdecimal() else 1
    form = CheckoutForm(name=visit.actor.name)
    return show("preorder.html", visit.locale, await _page(visit, slug, read_id(variant), pieces, form))


@post(both("/san-pham/{slug:str}/dat-truoc"), include_in_schema=False)
async def preorder_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Place it; a refusal shows the page again with everything typed kept. Safe to repeat."""
    form = await read_form(visit.request)
    typed, pieces = typed_of(form), form.number("quantity") or 1
    try:
        await take_for_order(visit.limiter, visit.actor, address_of(visit.request), typed.phone)
        async with visit.session.begin_nested():
            wish = _wish(visit, form, typed, pieces)
            key = form.request_key()
            placed = await place_preorder(visit.session, wish, visit.actor, key, order_terms(visit.settings))
    except Refusal as refusal:
        problem, field = describe(refusal, visit.locale), FIELDS.get(refusal.field or "")
        variant, key = read_id(form.text("variant", 40)), form.text("request_key", 80)
        page = await _page(visit, slug, variant, pieces, typed, key=key)
        said = (FieldError(field=field, message=problem.detail),) if field else ()
        page = msgspec.structs.replace(page, errors=said, problem=None if field else problem.detail)
        return show("preorder.html", visit.locale, page, status=problem.status)
    order = placed.order
    assert isinstance(order.token, str), "whoever places an order gets its token"
    pay = "/thanh-toan" if order.payment.missing else ""
    return go(visit.locale, f"/don-hang/{order.code}{pay}", keep_order(visit.request, order.code, order.token))


def _wish(visit: Visit, form: Form, typed: CheckoutForm, pieces: int) -> PlaceOrder:
    ships = typed.method is DeliveryMethod.SHIP
    return PlaceOrder(
        lines=(WishedLine(variant=form.key("variant"), quantity=min(pieces, MOST)),),
        contact=Contact(name=typed.name, phone=typed.phone, email=typed.email or None),
        delivery=DeliveryWish(
            method=typed.method,
            sales_point=None if ships else typed.sales_point or None,
            address=Address(line=typed.address, commune=typed.commune) if ships else None,
        ),
        payment=typed.payment,
        expected_total=Dong(form.number("total_ship" if ships else "total_pickup") or 0),
        locale=visit.locale,
        age_confirmed=typed.age_confirmed,
    )


async def _page(
    visit: Visit, slug: str, variant: UUID | None, pieces: int, form: CheckoutForm, *, key: str = ""
) -> PreorderPage:
    listing = await product_page(visit.session, slug[:120])
    if listing is None:
        raise NotFound
    opened = await open_windows(visit.session, [one.id for one in listing.variants])
    chosen = variant if variant in opened else next(iter(opened), None)
    page = PreorderPage(
        site=visit.site,
        slug=listing.product.slug,
        name=listing.product.name,
        quantity=pieces,
        form=form,
        request_key=key or secrets.token_urlsafe(18),
    )
    if chosen is None or not listing.on_sale:
        return page
    return await _filled(visit, page, listing, opened[chosen])


async def _filled(visit: Visit, page: PreorderPage, listing: Listing, found: OpenWindow) -> PreorderPage:
    window, place, pieces = found.window, found.place, max(1, min(page.quantity, found.left, MOST))
    variant = next(one for one in listing.variants if one.id == window.variant_id)
    fetched = place.kind is PlaceKind.SALES_POINT

    async def priced(delivery: ChosenDelivery) -> Quote:
        return await quote_preorder(visit.session, found, pieces, delivery, Dong(visit.settings.ship_fee))

    pickup = await priced(ChosenDelivery(method=DeliveryMethod.PICKUP, place_id=place.id))
    ship = await priced(ChosenDelivery(method=DeliveryMethod.SHIP))
    return msgspec.structs.replace(
        page,
        offer=offer_of(found, variant.name or variant.unit),
        quantity=pieces,
        left=found.left,
        limit=window.buyer_limit,
        price=variant.price,
        place=place.name,
        point=place.slug if fetched else None,
        pickup=bill_of(pickup),
        ship=bill_of(ship),
        communes=tuple((unit.slug, unit.name) for unit in await communes_of_today(visit.session)),
        form=page.form if fetched else msgspec.structs.replace(page.form, method=DeliveryMethod.SHIP),
        methods=fitting(offered_methods(visit.settings), pickup.total, ship.total),
        min_age=listing.product.min_age,
        information=await inform(visit.session, [variant.id], visit.locale, contract_terms(visit.settings)),
    )


def offer_of(found: OpenWindow, name: str) -> PreorderOffer:
    """What is said of a window that is open."""
    window = found.window
    return PreorderOffer(
        variant=str(window.variant_id), name=name, ship_from=window.ship_from, ship_until=window.ship_until
    )


routes = [preorder_page, preorder_act]
