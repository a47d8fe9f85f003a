"""A person's own training: what keeps them off air, seats, licences, and their identity."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.clock import today
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.producers.queries import memberships_of
from shop.training.air import why_not_on_air
from shop.training.enrol import Affiliation, enrol, withdraw
from shop.training.models import IdentityPaper, IdentityState
from shop.training.queries import attended_by, identity_of, licences_of, sessions_to_come
from shop.training.submit_identity import Paper, submit_identity, withdraw_identity
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.training_views import licence_row, own_seat, session_row
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.training import IdentityForm, OwnIdentity, OwnTrainingPage

HERE = "/toi/dao-tao"
MOST = 20  # sessions to come
FIELDS = frozenset({"document", "document_end", "country", "expires_on"})
DONE = frozenset({"enrol", "leave", "submit", "take_back"})


@get(both(HERE), guards=[require_signed_in], include_in_schema=False)
async def training_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(name="xong", max_length=20)] = ""
) -> Response[bytes]:
    """Whether one may go on air, and what to do if not."""
    page = await _page(visit, IdentityForm())
    told = say(visit.locale, f"web.own_training.done_{done}") if done in DONE else None
    return show("training.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=[require_signed_in], include_in_schema=False)
async def training_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Take a seat, give it back, submit a paper or take it back (the field `act`). Each is safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = _told(visit, refusal)
        page = await _page(visit, _typed(form) if act == "submit" else IdentityForm())
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("training.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?xong={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    person_id = person_of(visit.actor)
    if act == "enrol":
        of = Affiliation(producer=form.text("producer", 120), organisation=form.text("organisation", 120))
        await enrol(session, form.key("session"), person_id, of)
    elif act == "leave":
        await withdraw(session, form.key("session"), person_id)
    elif act == "submit":
        await submit_identity(session, person_id, _paper(_typed(form)))
    elif act == "take_back":
        await withdraw_identity(session, person_id)
    else:
        raise Invalid(field="act")


def _paper(typed: IdentityForm) -> Paper:
    if typed.document not in set(IdentityPaper):
        raise Invalid(field="document")
    expires_on = read_date(typed.expires_on)
    if typed.expires_on and expires_on is None:
        raise Invalid(field="expires_on")
    document = IdentityPaper(typed.document)
    abroad = document is IdentityPaper.FOREIGN_PAPERS
    return Paper(
        document=document,
        document_end=typed.document_end.upper(),
        country=typed.country.upper() if abroad else None,
        expires_on=expires_on,
    )


def _typed(form: Form) -> IdentityForm:
    return IdentityForm(
        document=form.text("document", 40),
        document_end=form.text("document_end", 40),
        country=form.text("country", 10),
        expires_on=form.text("expires_on", 12),
    )


def _told(visit: Visit, refusal: Refusal) -> Told:
    """Each field of a paper has words of its own."""
    told = Told(refusal, visit.locale, FIELDS)
    if refusal.field in FIELDS:
        words = say(visit.locale, f"web.own_training.wrong.{refusal.field}")
        told.errors = (FieldError(field=refusal.field, message=words),)
    return told


async def _page(visit: Visit, form: IdentityForm) -> OwnTrainingPage:
    session, person_id, locale = visit.session, person_of(visit.actor), visit.locale
    day = await today(session)
    missing = await why_not_on_air(session, person_id, day)
    attended = await attended_by(session, person_id)
    seats = {one.held.id for one in attended}
    coming = [one for one in await sessions_to_come(session, MOST) if one.held.id not in seats]
    return OwnTrainingPage(
        site=visit.site,
        missing=describe(missing, locale).detail if missing else None,
        seats=tuple(own_seat(locale, one, day) for one in attended),
        coming=tuple(session_row(locale, one, to_learner=False) for one in coming),
        licences=tuple(licence_row(locale, one, day, person_id) for one in await licences_of(session, person_id)),
        identity=await _identity(visit),
        form=form,
        producers=tuple((one.producer.slug, one.producer.name) for one in await memberships_of(session, person_id)),
    )


async def _identity(visit: Visit) -> OwnIdentity:
    known = await identity_of(visit.session, person_of(visit.actor))
    if known is None:
        return OwnIdentity(state=IdentityState.UNVERIFIED)
    return OwnIdentity(
        state=known.state,
        document=known.document,
        document_end=known.document_end,
        country=known.country,
        expires_on=known.expires_on,
        reason=known.reason,
    )


routes = [training_page, training_act]
