"""A person's book of addresses: see it, keep one, change it, choose the default, take one out."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.accounts.guards import require_signed_in
from shop.core.errors import Refusal
from shop.delivery.addresses import (
    MOST,
    AddressBody,
    add_address,
    addresses_of,
    change_address,
    make_default,
    remove_address,
)
from shop.delivery.errors import AddressUnknown
from shop.http.problems import describe
from shop.regions.queries import communes_of_today
from shop.web.pages.answer import both, go, show
from shop.web.pages.delivery_part import saved_choice
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.delivery import AddressesPage, AddressForm

PATH = "/tai-khoan/dia-chi"
_FIELDS = frozenset({"name", "phone", "line", "commune"})


@get(both(PATH), guards=[require_signed_in], include_in_schema=False)
async def addresses_page(
    visit: NamedDependency[Visit], change: Annotated[str, QueryParameter(name="sua", max_length=40)] = ""
) -> Response[bytes]:
    """The book; with `sua` the form holds that address."""
    page = await _page(visit)
    chosen = next((one for one in page.addresses if one.id == change), None)
    form = page.form
    if chosen is not None:
        commune = "" if chosen.ended else chosen.commune_slug
        form = AddressForm(id=chosen.id, name=chosen.name, phone=chosen.phone, line=chosen.line, commune=commune)
    return show("addresses.html", visit.locale, msgspec.structs.replace(page, form=form))


@post(both(PATH), guards=[require_signed_in], include_in_schema=False)
async def keep_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Keep a new address, or write one anew; a refusal shows the form with everything typed. Safe to repeat."""
    form = await read_form(visit.request)
    typed = _typed(form)
    try:
        async with visit.session.begin_nested():
            wish = AddressBody(name=typed.name, phone=typed.phone, line=typed.line, commune=typed.commune)
            address_id = read_id(typed.id)
            if address_id is None:
                await add_address(visit.session, _mine(visit), wish)
            else:
                await change_address(visit.session, _mine(visit), address_id, wish)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        told = msgspec.structs.replace(await _page(visit), form=typed, problem=problem.detail)
        if refusal.field in _FIELDS:
            error = FieldError(field=str(refusal.field), message=problem.detail)
            told = msgspec.structs.replace(told, problem=None, errors=(error,))
        return show("addresses.html", visit.locale, told, status=problem.status)
    return go(visit.locale, PATH)


@post(both(f"{PATH}/{{address_id:uuid}}/mac-dinh"), guards=[require_signed_in], include_in_schema=False)
async def default_page(visit: NamedDependency[Visit], address_id: FromPath[UUID]) -> Response[bytes]:
    """Make it the default. Safe to repeat."""
    with suppress(AddressUnknown):  # removed in another window: the book shows it
        await make_default(visit.session, _mine(visit), address_id)
    return go(visit.locale, PATH)


@post(both(f"{PATH}/{{address_id:uuid}}/xoa"), guards=[require_signed_in], include_in_schema=False)
async def remove_page(visit: NamedDependency[Visit], address_id: FromPath[UUID]) -> Response[bytes]:
    """Take it out. Safe to repeat."""
    await remove_address(visit.session, _mine(visit), address_id)
    return go(visit.locale, PATH)


async def _page(visit: Visit) -> AddressesPage:
    addresses = tuple(saved_choice(found) for found in await addresses_of(visit.session, _mine(visit)))
    return AddressesPage(
        site=visit.site,
        addresses=addresses,
        communes=tuple((unit.slug, unit.name) for unit in await communes_of_today(visit.session)),
        full=len(addresses) >= MOST,
    )


def _mine(visit: Visit) -> UUID:
    assert visit.actor.person_id is not None, "the guard has asked"
    return visit.actor.person_id


def _typed(form: Form) -> AddressForm:
    return AddressForm(
        id=form.text("id", 40),
        name=form.text("name", 120),
        phone=form.text("phone", 20),
        line=form.text("line", 300),
        commune=form.text("commune", 120),
    )


routes = [addresses_page, keep_page, default_page, remove_page]
