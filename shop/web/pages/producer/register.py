"""Applying: one's producers, finding oneself in the register, the papers, handing in."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.producers.models import ProducerKind, ProducerState, Registration
from shop.producers.queries import memberships_of, search_producers
from shop.producers.register import NewProducer, claim_producer, register_producer
from shop.producers.review_queries import applications_of, owner_count
from shop.regions.queries import communes_of_today
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.producers import (
    ApplicationRow,
    KnownProducer,
    Mine,
    MyProducersPage,
    RegisterForm,
    RegisterPage,
)

PEOPLE = [require_signed_in]
KINDS = (ProducerKind.COOPERATIVE, ProducerKind.COMPANY, ProducerKind.HOUSEHOLD, ProducerKind.GROUP)
NEEDED = ("kind", "name", "representative", "address", "commune")
FIELDS = frozenset({*NEEDED, "tax_code"})
MOST_FOUND = 20


@get(both("/chu-the"), guards=PEOPLE, include_in_schema=False)
async def my_producers(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The producers a person acts for, and their applications."""
    person_id = person_of(visit.actor)
    page = MyProducersPage(
        site=visit.site,
        producers=tuple(
            Mine(slug=one.producer.slug, name=one.producer.name, state=one.producer.state, role=one.role)
            for one in await memberships_of(visit.session, person_id)
        ),
        applications=tuple(
            ApplicationRow(id=str(one.id), name=name, state=one.state, claim=one.claim, submitted_at=one.submitted_at)
            for one, name in await applications_of(visit.session, person_id)
        ),
    )
    return show("producers_mine.html", visit.locale, page)


@get(both("/chu-the/dang-ky"), guards=PEOPLE, include_in_schema=False)
async def register_form(
    visit: NamedDependency[Visit],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[bytes]:
    """Look for oneself in the register first; below it the form for a new producer."""
    return show("producer_register.html", visit.locale, await _page(visit, q, RegisterForm()))


@post(both("/chu-the/dang-ky"), guards=PEOPLE, include_in_schema=False)
async def register_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Apply as a new producer, or claim one of the register (the field `claim` is its address)."""
    form = await read_form(visit.request)
    person_id, typed = person_of(visit.actor), _typed(form)
    missing = () if form.text("claim") else _missing(visit, typed)
    if missing:
        page = msgspec.structs.replace(await _page(visit, form.text("q", 100), typed), errors=missing)
        return show("producer_register.html", visit.locale, page, status=422)
    try:
        opened = await attempt(visit, lambda session: _open(session, person_id, form, typed))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, form.text("q", 100), typed), errors=told.errors, problem=told.problem
        )
        return show("producer_register.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/dang-ky/{opened.id}")


def person_of(actor: Actor) -> UUID:
    """Who is signed in; the guard has let nobody else in."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


async def _open(session: AsyncSession, person_id: UUID, form: Form, typed: RegisterForm) -> Registration:
    claimed = form.text("claim", 120)
    if claimed:
        return await claim_producer(session, person_id, claimed, sells_food=typed.sells_food)
    try:
        kind, commune_id = ProducerKind(typed.kind), UUID(typed.commune)
    except ValueError:
        raise Invalid(field="commune") from None
    wish = NewProducer(
        kind=kind,
        name=typed.name,
        tax_code=typed.tax_code,
        representative=typed.representative,
        address=typed.address,
        commune_id=commune_id,
        sells_food=typed.sells_food,
    )
    return await register_producer(session, person_id, wish, form.request_key())


def _typed(form: Form) -> RegisterForm:
    return RegisterForm(
        kind=form.text("kind", 20),
        name=form.text("name", 120),
        tax_code=form.text("tax_code", 20),
        representative=form.text("representative", 120),
        address=form.text("address", 200),
        commune=form.text("commune", 40),
        sells_food=form.text("sells_food") == "1",
    )


def _missing(visit: Visit, typed: RegisterForm) -> tuple[FieldError, ...]:
    empty = [name for name in NEEDED if not getattr(typed, name)]
    if typed.kind not in KINDS and "kind" not in empty:
        empty.insert(0, "kind")
    return tuple(FieldError(field=name, message=say(visit.locale, f"web.apply.missing.{name}")) for name in empty)


async def _page(visit: Visit, q: str, form: RegisterForm) -> RegisterPage:
    states = (ProducerState.ACTIVE, ProducerState.SUSPENDED)
    found = await search_producers(visit.session, q, states, MOST_FOUND) if q.strip() else []
    return RegisterPage(
        site=visit.site,
        q=q,
        found=tuple(
            [
                KnownProducer(
                    slug=one.slug,
                    name=one.name,
                    kind=one.kind,
                    area=", ".join(part for part in (one.commune_written, one.district_written) if part) or None,
                    owned=bool(await owner_count(visit.session, one.id)),
                )
                for one in found
            ]
        ),
        form=form,
        kinds=KINDS,
        communes=tuple((str(unit.id), unit.name) for unit in await communes_of_today(visit.session)),
        request_key=secrets.token_urlsafe(18),
    )


routes = [my_producers, register_form, register_page]
