"""Wholesale for buyers: the form of a product, and the page of an enquiry."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, NotFound, Refusal
from shop.core.i18n import say
from shop.http.limits import address_of
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.visit import Visit
from shop.web.pages.wholesale_views import enquiry_view, terms_view
from shop.web.views import FieldError
from shop.web.views.wholesale import OwnEnquiryPage, WholesaleAskPage, WholesaleForm
from shop.wholesale.answer import decide
from shop.wholesale.api import take_for_enquiry
from shop.wholesale.ask import Wanted, ask_wholesale
from shop.wholesale.queries import own_enquiry, shown_product, terms_of_product
from shop.wholesale.rules import own_token

FIELDS = frozenset({"variant", "quantity", "name", "phone", "email", "wanted_on", "consent"})
LONGEST = {"email": 254, "note": 2000, "company": 300, "variant": 40}
UNSEEN = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


@get(both("/san-pham/{slug:str}/gia-si"), include_in_schema=False)
async def ask_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    room: Annotated[str, QueryParameter(name="phien", max_length=120)] = "",
) -> Response[bytes]:
    """What is sold wholesale, and the form."""
    page = await _page(visit, slug, WholesaleForm(name=visit.actor.name, room=room))
    return show("wholesale.html", visit.locale, page)


@post(both("/san-pham/{slug:str}/gia-si"), include_in_schema=False)
async def ask_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Ask. The form sent twice is one enquiry; its page is the answer."""
    form = await read_form(visit.request)
    typed = _typed(form)

    async def act(session: AsyncSession) -> UUID:
        wanted = _wanted(form, typed)
        enquiry = await ask_wholesale(session, visit.actor, wanted, request_key=form.request_key(), locale=visit.locale)
        return enquiry.id

    try:
        await take_for_enquiry(visit.limiter, visit.actor, address_of(visit.request), typed.phone)
        enquiry_id = await attempt(visit, act)
    except Refusal as refusal:
        told = _told(visit, refusal)
        page = await _page(visit, slug, typed)
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("wholesale.html", visit.locale, page, status=told.status)
    token = "" if visit.actor.signed_in else f"?token={own_token(visit.settings.secret_key, enquiry_id)}"
    return go(visit.locale, f"/gia-si/{enquiry_id}{token}")


@get(both("/gia-si/{enquiry_id:uuid}"), include_in_schema=False)
async def own_page(
    visit: NamedDependency[Visit],
    enquiry_id: FromPath[UUID],
    token: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[bytes]:
    """An enquiry for its buyer: signed in, or by the link of the letter."""
    seen = await own_enquiry(visit.session, visit.actor, enquiry_id, token, visit.settings.secret_key)
    page = OwnEnquiryPage(site=visit.site, enquiry=enquiry_view(seen), token=token)
    return show("wholesale_own.html", visit.locale, page, headers=UNSEEN)


@post(both("/gia-si/{enquiry_id:uuid}"), include_in_schema=False)
async def decide_act(visit: NamedDependency[Visit], enquiry_id: FromPath[UUID]) -> Response[bytes]:
    """Take or decline the quote (the field `act`). Safe to repeat."""
    form = await read_form(visit.request)
    token, secret = form.text("token", 100), visit.settings.secret_key
    seen = await own_enquiry(visit.session, visit.actor, enquiry_id, token, secret)
    accept, version = form.text("act", 10) == "accept", form.number("version") or 0

    async def act(session: AsyncSession) -> None:
        await decide(session, visit.actor, enquiry_id, token=token, secret=secret, accept=accept, version=version)

    try:
        await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        page = OwnEnquiryPage(site=visit.site, enquiry=enquiry_view(seen), token=token, problem=told.problem)
        return show("wholesale_own.html", visit.locale, page, status=told.status, headers=UNSEEN)
    return go(visit.locale, f"/gia-si/{enquiry_id}" + (f"?token={token}" if token else ""))


def _typed(form: Form) -> WholesaleForm:
    names = [name for name in WholesaleForm.__struct_fields__ if name != "consent"]
    written = {name: form.text(name, LONGEST.get(name, 120)) for name in names}
    return WholesaleForm(consent=form.text("consent", 5) == "yes", **written)


def _wanted(form: Form, typed: WholesaleForm) -> Wanted:
    wanted_on = read_date(typed.wanted_on)
    if typed.wanted_on and wanted_on is None:
        raise Invalid(field="wanted_on")
    return Wanted(
        variant=form.key("variant"),
        quantity=form.number("quantity") or 0,
        name=typed.name,
        phone=typed.phone,
        email=typed.email,
        company=typed.company,
        wanted_on=wanted_on,
        note=typed.note,
        room=typed.room,
        consent=typed.consent,
    )


def _told(visit: Visit, refusal: Refusal) -> Told:
    """Beside its field, in the words of the field where the refusal has none of its own."""
    told = Told(refusal, visit.locale, FIELDS)
    if type(refusal) is Invalid and refusal.field in FIELDS:
        words = say(visit.locale, f"web.wholesale.wrong.{refusal.field}")
        told.errors = (FieldError(field=refusal.field, message=words),)
    return told


async def _page(visit: Visit, slug: str, form: WholesaleForm) -> WholesaleAskPage:
    found = await terms_of_product(visit.session, slug[:120])
    name = found[0].product_name if found else await shown_product(visit.session, slug[:120])
    if name is None:
        raise NotFound
    return WholesaleAskPage(
        site=visit.site,
        slug=slug[:120],
        name=name,
        terms=tuple(terms_view(one, one.name or one.product_name) for one in found),
        form=form,
        request_key=secrets.token_urlsafe(18),
    )


routes = [ask_page, ask_act, own_page, decide_act]
