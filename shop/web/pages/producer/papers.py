"""The papers of an application: before approval on a page of its own, later on the producer's."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.media.errors import NoSuchAsset
from shop.media.queries import asset_by_id
from shop.media.read import document_bytes
from shop.media.store import store_document
from shop.producers.errors import PaperUnknown, RegistrationUnknown
from shop.producers.give_paper import GivenPaper, give_paper, require_writer
from shop.producers.guards import is_officer, require_applicant, require_member
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    RegistrationPaper,
    RegistrationState,
)
from shop.producers.queries import member_role
from shop.producers.review_queries import (
    Application,
    application,
    applications_for,
    owner_count,
    registration_of_document,
)
from shop.producers.rules import DOCUMENT_BYTES, PAPER_MOVES, REGISTRATION_MOVES, REQUIREMENTS, WRITABLE, at_least
from shop.producers.submit import submit_registration, withdraw_registration
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, Upload, read_form, read_upload
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views.producers import ApplicationPage, PapersPage, PaperView

BODY = DOCUMENT_BYTES + 1_000_000
FIELDS = frozenset({"number", "valid_until", "document"})
DONE = frozenset({"paper", "submit", "withdraw"})


@get(both("/chu-the/dang-ky/{registration_id:uuid}"), guards=PEOPLE, include_in_schema=False)
async def application_page(
    visit: NamedDependency[Visit],
    registration_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """An application and what it still needs."""
    await require_applicant(visit.session, visit.actor, registration_id)
    page = await _page(visit, registration_id)
    told = say(visit.locale, f"web.application.done_{done}") if done in DONE else None
    return show("producer_application.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/dang-ky/{registration_id:uuid}"), guards=PEOPLE, include_in_schema=False)
async def application_act(visit: NamedDependency[Visit], registration_id: FromPath[UUID]) -> Response[bytes]:
    """Hand it in or take it back (the field `act`)."""
    act = (await read_form(visit.request)).text("act", 20)
    run = {"submit": submit_registration, "withdraw": withdraw_registration}.get(act)
    try:
        if run is None:
            raise Invalid(field="act")
        await attempt(visit, lambda session: run(session, visit.actor, registration_id))
    except RegistrationUnknown:
        raise
    except Refusal as refusal:
        return await _refused(visit, registration_id, "", refusal)
    return go(visit.locale, f"/chu-the/dang-ky/{registration_id}?done={act}")


@post(
    both("/chu-the/dang-ky/{registration_id:uuid}/giay/{paper_kind:str}"),
    guards=PEOPLE,
    include_in_schema=False,
    request_max_body_size=BODY,
)
async def paper_act(
    visit: NamedDependency[Visit], registration_id: FromPath[UUID], paper_kind: FromPath[str]
) -> Response[bytes]:
    """Give one paper, its document with it; afterwards one is back where one was."""
    registration = await require_writer(visit.session, visit.actor, registration_id)
    kind = kind_of(paper_kind)
    form = await read_form(visit.request)
    try:
        upload = await read_upload(visit.request, "document", DOCUMENT_BYTES)
        await attempt(visit, lambda session: _give(visit, session, (registration_id, kind), form, upload))
    except Refusal as refusal:
        return await _refused(visit, registration_id, kind.value, refusal)
    if registration.state is not RegistrationState.APPROVED:
        return go(visit.locale, f"/chu-the/dang-ky/{registration_id}?done=paper#{kind.value}")
    found = await application(visit.session, registration_id)
    return go(visit.locale, f"/chu-the/{found.producer.slug if found else ''}/giay-to?done=paper")


@get(both("/chu-the/{slug:str}/giay-to"), guards=PEOPLE, include_in_schema=False)
async def papers_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The papers of a producer's people; those that ran out are given anew here."""
    page = await _papers(visit, slug)
    told = say(visit.locale, "web.application.done_paper") if done else None
    return show("producer_papers.html", visit.locale, msgspec.structs.replace(page, done=told))


@get("/chu-the/tai-lieu/{document_id:uuid}", guards=PEOPLE, include_in_schema=False)
async def document(visit: NamedDependency[Visit], document_id: FromPath[UUID]) -> Response[bytes]:
    """A document, for officers, its applicant and the producer's members.

    Pictures open in the browser; a PDF is saved, as browsers show none inside the sandbox all documents stand in.
    """
    registration = await registration_of_document(visit.session, document_id)
    if registration is None:
        raise NoSuchAsset
    person_id = person_of(visit.actor)
    if not is_officer(visit.actor) and registration.person_id != person_id:
        role = await member_role(visit.session, person_id, registration.producer_id)
        if role is None or registration.state is not RegistrationState.APPROVED:
            raise NoSuchAsset
    asset = await asset_by_id(visit.session, document_id)
    way = "inline" if asset.media_type.startswith("image/") else "attachment"
    extension = asset.media_type.rpartition("/")[2]
    headers = {
        "content-disposition": f'{way}; filename="giay-to-{asset.digest[:8]}.{extension}"',
        "content-security-policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
        "cache-control": "private, no-store",
    }
    return Response(await document_bytes(visit.settings, asset), media_type=asset.media_type, headers=headers)


def kind_of(text: str) -> PaperKind:
    """The paper an address names."""
    try:
        return PaperKind(text)
    except ValueError:
        raise PaperUnknown from None


def paper_view(paper: RegistrationPaper, filename: str | None, *, writable: bool) -> PaperView:
    """A paper as the pages show it."""
    needs = REQUIREMENTS[paper.kind]
    return PaperView(
        kind=paper.kind,
        state=paper.state,
        number=paper.number or "",
        valid_until=paper.valid_until,
        reason=paper.reason,
        document_id=str(paper.document_id) if paper.document_id else None,
        filename=filename,
        writable=writable and PAPER_MOVES.allows(paper.state, PaperState.GIVEN),
        wants_number=needs.number,
        wants_document=needs.document,
        wants_date=needs.valid_until,
    )


async def _give(
    visit: Visit, session: AsyncSession, where: tuple[UUID, PaperKind], form: Form, upload: Upload | None
) -> None:
    person_id = person_of(visit.actor)
    valid_until = read_date(form.text("valid_until", 12))
    if valid_until is None and form.text("valid_until", 12):
        raise Invalid(field="valid_until")
    document_id = None
    if upload is not None:
        asset = await store_document(
            session,
            visit.settings,
            content=upload.content,
            filename=upload.filename,
            owner=person_id,
            uploaded_by=person_id,
        )
        document_id = asset.id
    given = GivenPaper(number=form.text("number", 120), valid_until=valid_until, document_id=document_id)
    await give_paper(session, visit.actor, *where, given)


async def _refused(visit: Visit, registration_id: UUID, kind: str, refusal: Refusal) -> Response[bytes]:
    told = Told(refusal, visit.locale, FIELDS)
    found = await application(visit.session, registration_id)
    if found is None:
        raise RegistrationUnknown
    if found.registration.state is RegistrationState.APPROVED:
        papers = await _papers(visit, found.producer.slug)
        papers = msgspec.structs.replace(
            papers, wrong=f"{registration_id}/{kind}", errors=told.errors, problem=told.problem
        )
        return show("producer_papers.html", visit.locale, papers, status=told.status)
    page = await _page(visit, registration_id)
    page = msgspec.structs.replace(page, wrong=kind, errors=told.errors, problem=told.problem)
    return show("producer_application.html", visit.locale, page, status=told.status)


async def _page(visit: Visit, registration_id: UUID) -> ApplicationPage:
    found = await application(visit.session, registration_id)
    if found is None:
        raise RegistrationUnknown
    state = found.registration.state
    return ApplicationPage(
        site=visit.site,
        id=str(registration_id),
        name=found.producer.name,
        kind=found.producer.kind,
        claim=found.registration.claim,
        state=state,
        reason=found.registration.reason,
        papers=_views(found, writable=state in WRITABLE),
        can_submit=REGISTRATION_MOVES.allows(state, RegistrationState.SUBMITTED),
        can_withdraw=REGISTRATION_MOVES.allows(state, RegistrationState.WITHDRAWN),
        owned=found.registration.claim and bool(await owner_count(visit.session, found.producer.id)),
    )


async def _papers(visit: Visit, slug: str) -> PapersPage:
    producer = await own_producer(visit, slug)
    await require_member(visit.session, visit.actor, producer.id)
    role = await member_role(visit.session, person_of(visit.actor), producer.id)
    writable = role is not None and at_least(role, MemberRole.EDITOR)
    approved = await applications_for(visit.session, producer.id, (RegistrationState.APPROVED,))
    return PapersPage(
        site=visit.site,
        console=desk(producer, "/giay-to"),
        applications=tuple(
            (str(one.registration.id), one.applicant, _views(one, writable=writable)) for one in approved
        ),
    )


def _views(found: Application, *, writable: bool) -> tuple[PaperView, ...]:
    return tuple(paper_view(paper, filename, writable=writable) for paper, filename in found.papers)


routes = [application_page, application_act, paper_act, papers_page, document]
