"""The checkout's step in between: take a saved address, find a commune, ask for the ways. Nothing is ordered."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency

from config.settings import Settings
from shop.carriers.connect import Carriers
from shop.cart.shown import CartShown
from shop.cart.ways import offer_ways, prepare_cart
from shop.core.actor import Actor
from shop.core.db import Sessions
from shop.core.errors import NotFound, Refusal
from shop.delivery.addresses import address_of
from shop.delivery.models import DeliveryMethod
from shop.delivery.ways import ClosedWay, Task
from shop.http.limits import Limit, Limiter
from shop.http.limits import address_of as client_of
from shop.web.pages.answer import both, go, show
from shop.web.pages.basket import open_basket
from shop.web.pages.checkout import page_of, typed_of
from shop.web.pages.delivery_part import Searched, search
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.visit import Visit, Visits
from shop.web.views import CheckoutForm

_STEPS = Limit("checkout.ways", 60, 60)


class _Asked(msgspec.Struct, frozen=True):
    """What the first transaction has read: the form as it stands now, and what carriers are to be asked."""

    form: CheckoutForm
    searched: Searched
    task: Task | None


@post(both("/thanh-toan/giao-hang"), include_in_schema=False)
async def delivery_step(
    *,
    request: Request[Any, Any, Any],
    visits: NamedDependency[Visits],
    sessions: NamedDependency[Sessions],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    carriers: NamedDependency[Carriers],
) -> Response[bytes]:
    """The page again with the address found and its ways. Carriers are asked between two short transactions."""
    await limiter.take(_STEPS, str(actor.person_id) if actor.signed_in else client_of(request))
    form = await read_form(request)
    async with visits.open() as visit:
        basket = await open_basket(visit)
        if basket is None or not basket.lines:
            return go(visit.locale, "/gio-hang")
        asked = await _read(visit, basket, form)
    typed, closed = asked.form, list[ClosedWay]()
    if asked.task is not None:
        offered = await offer_ways(sessions, carriers, asked.task, settings.delivery_quote_minutes)
        closed = list(offered.closed)
        ask = str(offered.open[0].ask_id) if offered.open else ""
        typed = msgspec.structs.replace(typed, ask=ask, quote="")
    async with visits.open() as visit:
        page = await page_of(visit, basket, typed, form.text("request_key", 80), searched=asked.searched, closed=closed)
    return show("checkout.html", visit.locale, page)


async def _read(visit: Visit, basket: CartShown, form: Form) -> _Asked:
    typed = msgspec.structs.replace(typed_of(form), method=DeliveryMethod.SHIP)
    step = form.text("step", 10)
    if step == "saved":
        typed = await _saved(visit, typed, form.text("saved", 40))
    searched = await search(visit.session, form.text("commune_words", 80)) if step == "search" else Searched()
    if searched.certain is not None:
        typed = msgspec.structs.replace(typed, commune=searched.certain.unit.slug)
    elif searched.words:
        typed = msgspec.structs.replace(typed, commune="")
    task = None
    if typed.commune:
        try:
            task = await prepare_cart(visit.session, basket.id, typed.commune)
        except Refusal:
            task = None  # the page says what is wrong with a line; an unknown commune is chosen anew
    return _Asked(typed, searched, task)


async def _saved(visit: Visit, typed: CheckoutForm, written: str) -> CheckoutForm:
    """The form with an address of the person's own book; with any other id as it was."""
    address_id = read_id(written)
    if address_id is None or visit.actor.person_id is None:
        return typed
    try:
        address, commune = await address_of(visit.session, visit.actor.person_id, address_id)
    except NotFound:
        return typed
    return msgspec.structs.replace(
        typed, name=address.name, phone=address.phone, address=address.line, commune=commune.slug, saved=written
    )


routes = [delivery_step]
