"""The basket: see it, put something in, change a line."""

from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.claim import claim_cart
from shop.cart.keep_line import drop_line, keep_line
from shop.cart.open_cart import open_cart
from shop.cart.queries import cart_shown, open_cart_of, places_by_slug
from shop.cart.rules import MAX_PIECES, Want
from shop.cart.shown import CartShown, LineShown
from shop.core.actor import Actor
from shop.core.errors import NotFound, Refusal
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.http.cookies import host_cookie
from shop.http.problems import describe
from shop.web.formats import day
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.visit import CART_COOKIE, CART_DAYS, Visit
from shop.web.views import CartLine, CartPage, Site

DAY = 24 * 3600


@get(both("/gio-hang"), include_in_schema=False)
async def basket_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The basket of this browser or of whoever is signed in."""
    cart = await open_basket(visit)
    page = CartPage(site=visit.site, lines=lines_of(cart, visit.locale), subtotal=cart.subtotal if cart else Dong(0))
    return show("cart.html", visit.locale, page)


@post(both("/gio-hang/them"), include_in_schema=False)
async def add_to_basket(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Add to what the basket holds of the variant; "buy" goes straight to the checkout."""
    form = await read_form(visit.request)
    basket = await open_basket(visit)
    held = next((line.quantity for line in basket.lines if line.variant == form.key("variant")), 0) if basket else 0
    try:
        async with visit.session.begin_nested():
            want = await _want(visit.session, form, held + (form.number("quantity") or 1))
            cart_id = await _put(visit.session, visit.actor, basket.id if basket else None, want)
    except Refusal as refusal:
        return _refused(visit.site, basket, refusal, visit.locale)
    onward = "/thanh-toan" if form.text("then") == "buy" else "/gio-hang"
    return go(visit.locale, onward, host_cookie(CART_COOKIE, str(cart_id), CART_DAYS * DAY))


@post(both("/gio-hang/dong"), include_in_schema=False)
async def change_line(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Set a line's pieces; 0 takes it out."""
    form = await read_form(visit.request)
    basket = await open_basket(visit)
    if basket is None:
        return go(visit.locale, "/gio-hang")
    quantity = form.number("quantity")
    try:
        async with visit.session.begin_nested():
            if quantity == 0:
                await drop_line(visit.session, basket.id, visit.actor, form.key("variant"))
            else:
                await keep_line(visit.session, basket.id, visit.actor, await _want(visit.session, form, quantity or 1))
    except Refusal as refusal:
        return _refused(visit.site, basket, refusal, visit.locale)
    return go(visit.locale, "/gio-hang")


async def open_basket(visit: Visit) -> CartShown | None:
    """The basket to show: the cookie's if it is still open and this asker's, else the person's, else none."""
    found = visit.cart_id
    if found is not None:
        try:
            async with visit.session.begin_nested():
                cart = await claim_cart(visit.session, found, visit.actor)
            if not cart.ordered:
                return await cart_shown(visit.session, found)
        except NotFound:
            pass
    mine = await open_cart_of(visit.session, visit.actor.person_id) if visit.actor.person_id else None
    return await cart_shown(visit.session, mine) if mine else None


def lines_of(cart: CartShown | None, locale: Locale) -> tuple[CartLine, ...]:
    """The basket's lines as the pages show them."""
    return tuple(cart_line(line, locale) for line in cart.lines) if cart else ()


def cart_line(line: LineShown, locale: Locale) -> CartLine:
    """One line; why it cannot be bought stands beside it."""
    return CartLine(
        variant=str(line.variant),
        product_slug=line.product.slug if line.product else "",
        name=line.product.name if line.product else say(locale, "web.cart.gone"),
        variant_name=line.name,
        unit=line.unit,
        image=line.image,
        quantity=line.quantity,
        price=line.price,
        list_price=line.list_price,
        total=line.total,
        campaign=None if line.campaign is None else str(line.campaign),
        price_gone=line.price_gone,
        sales_point=line.sales_point.slug if line.sales_point else None,
        sales_point_name=line.sales_point.name if line.sales_point else None,
        available=line.available,
        problem=_problem(line, locale),
    )


def _problem(line: LineShown, locale: Locale) -> str | None:
    if line.problem is None:
        return None
    until = day(locale, line.closed_until) if line.closed_until else ""
    opens = day(locale, line.closed_until + timedelta(days=1)) if line.closed_until else ""
    return say(locale, f"web.cart.problem.{line.problem.value}", until=until, opens=opens)


async def _want(session: AsyncSession, form: Form, quantity: int) -> Want:
    slug = form.text("sales_point", 120)
    places = await places_by_slug(session, [slug] if slug else [], "sales_point")
    bounded = max(1, min(quantity, MAX_PIECES))
    campaign = form.key("campaign") if form.text("campaign", 40) else None
    return Want(variant_id=form.key("variant"), quantity=bounded, place_id=places.get(slug), campaign_id=campaign)


async def _put(session: AsyncSession, actor: Actor, cart_id: UUID | None, want: Want) -> UUID:
    if cart_id is None:
        return await open_cart(session, actor, [want])
    await keep_line(session, cart_id, actor, want)
    return cart_id


def _refused(site: Site, basket: CartShown | None, refusal: Refusal, locale: Locale) -> Response[bytes]:
    problem = describe(refusal, locale)
    subtotal = basket.subtotal if basket else Dong(0)
    page = CartPage(site=site, lines=lines_of(basket, locale), subtotal=subtotal, problem=problem.detail)
    return show("cart.html", locale, page, status=problem.status)


routes = [basket_page, add_to_basket, change_line]
