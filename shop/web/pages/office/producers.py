"""The office's review of producers: queues, papers, decisions, suspension."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.producers.errors import ProducerUnknown, ReasonMissing
from shop.producers.models import MemberRole, PaperState, Producer, ProducerState, RegistrationState
from shop.producers.queries import commune_of, members_of, producer_by_slug, producers_in, search_producers
from shop.producers.review import approve_registration, decide_paper, decline_registration, return_registration
from shop.producers.review_queries import Application, Queued, applications_for, queue, queue_of_papers
from shop.producers.rules import REVIEWED, papers_complete, required_papers
from shop.producers.set_tax_code import set_tax_code
from shop.producers.suspend import reinstate_producer, suspend_producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.papers import kind_of, paper_view
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.producers import OfficeProducerPage, OfficeProducersPage, QueueRow, Reviewed

HERE = "/van-phong/chu-the"
MOST = 100
LONGEST_REASON = 300
FIELDS = frozenset({"reason", "tax_code"})
SHOWN = tuple(RegistrationState)
LISTED = (ProducerState.ACTIVE, ProducerState.SUSPENDED, ProducerState.DECLINED)

Act = Callable[[AsyncSession, UUID, UUID, Form], Awaitable[object]]


@get(both("/van-phong/chu-the"), guards=OFFICERS, include_in_schema=False)
async def producers_page(
    visit: NamedDependency[Visit],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[bytes]:
    """What waits for the office, and the search."""
    session = visit.session
    found = await search_producers(session, q, LISTED, MOST) if q.strip() else []
    page = OfficeProducersPage(
        site=visit.site,
        console=office(visit, HERE),
        submitted=_rows(await queue(session, RegistrationState.SUBMITTED, MOST)),
        given=_rows(await queue_of_papers(session, PaperState.GIVEN, MOST)),
        expired=_rows(await queue_of_papers(session, PaperState.EXPIRED, MOST)),
        suspended=tuple((one.slug, one.name) for one in await producers_in(session, ProducerState.SUSPENDED, MOST)),
        q=q,
        found=tuple((one.slug, one.name, one.state) for one in found),
    )
    return show("office_producers.html", visit.locale, page)


@get(both("/van-phong/chu-the/{producer_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def producer_page(
    visit: NamedDependency[Visit],
    producer_slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """A producer with its applications, each paper by itself."""
    told = say(visit.locale, f"web.review.done_{done}") if done in ACTS else None
    page = await _page(visit, await _known(visit.session, producer_slug))
    return show("office_producer.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/van-phong/chu-the/{producer_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def producer_act(visit: NamedDependency[Visit], producer_slug: FromPath[str]) -> Response[bytes]:
    """Decide on a paper or an application, suspend or reinstate (the field `act`)."""
    producer = await _known(visit.session, producer_slug)
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        if act not in ACTS:
            raise Invalid(field="act")
        if act in REASONED and not form.text("reason"):
            raise ReasonMissing(field="reason")
        officer_id = person_of(visit.actor)
        await attempt(visit, lambda session: ACTS[act](session, officer_id, producer.id, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), producer))
        page = msgspec.structs.replace(
            page, errors=told.errors, problem=told.problem, reason=form.text("reason", LONGEST_REASON)
        )
        if act == "tax_code":
            page = msgspec.structs.replace(page, tax_code=form.text("tax_code", 20))
        return show("office_producer.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{producer.slug}?done={act}")


async def _accept_paper(session: AsyncSession, officer_id: UUID, _producer_id: UUID, form: Form) -> None:
    kind = kind_of(form.text("paper", 40))
    await decide_paper(session, officer_id, form.key("registration"), kind, version=form.number("version") or 0)


async def _decline_paper(session: AsyncSession, officer_id: UUID, _producer_id: UUID, form: Form) -> None:
    kind, reason = kind_of(form.text("paper", 40)), form.text("reason", LONGEST_REASON)
    version = form.number("version") or 0
    await decide_paper(session, officer_id, form.key("registration"), kind, version=version, declined=reason)


async def _approve(session: AsyncSession, officer_id: UUID, _producer_id: UUID, form: Form) -> None:
    await approve_registration(session, officer_id, form.key("registration"), version=form.number("version") or 0)


async def _return(session: AsyncSession, officer_id: UUID, _producer_id: UUID, form: Form) -> None:
    reason, version = form.text("reason", LONGEST_REASON), form.number("version") or 0
    await return_registration(session, officer_id, form.key("registration"), reason, version=version)


async def _decline(session: AsyncSession, officer_id: UUID, _producer_id: UUID, form: Form) -> None:
    reason, version = form.text("reason", LONGEST_REASON), form.number("version") or 0
    await decline_registration(session, officer_id, form.key("registration"), reason, version=version)


async def _suspend(session: AsyncSession, officer_id: UUID, producer_id: UUID, form: Form) -> None:
    await suspend_producer(session, officer_id, producer_id, form.text("reason", LONGEST_REASON))


async def _reinstate(session: AsyncSession, officer_id: UUID, producer_id: UUID, form: Form) -> None:
    await reinstate_producer(session, officer_id, producer_id, form.text("reason", LONGEST_REASON))


async def _set_tax_code(session: AsyncSession, officer_id: UUID, producer_id: UUID, form: Form) -> None:
    code, reason = form.text("tax_code", 20), form.text("reason", LONGEST_REASON)
    officer = Actor(person_id=officer_id, roles=frozenset({Role.OFFICER}))  # the guard has let nobody else in
    await set_tax_code(session, officer, producer_id, code, reason=reason)


ACTS: dict[str, Act] = {
    "accept_paper": _accept_paper,
    "decline_paper": _decline_paper,
    "approve": _approve,
    "return": _return,
    "decline": _decline,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "tax_code": _set_tax_code,
}
REASONED = frozenset(ACTS) - {"accept_paper", "approve"}


async def _known(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug[:120])
    if producer is None:
        raise ProducerUnknown
    return producer


def _rows(queued: list[Queued]) -> tuple[QueueRow, ...]:
    return tuple(
        QueueRow(
            slug=one.producer_slug,
            name=one.producer_name,
            applicant=one.applicant,
            claim=one.claim,
            since=one.since,
            owners=one.owners,
        )
        for one in queued
    )


async def _page(visit: Visit, producer: Producer) -> OfficeProducerPage:
    members = await members_of(visit.session, producer.id)
    applications = await applications_for(visit.session, producer.id, SHOWN)
    return OfficeProducerPage(
        site=visit.site,
        console=office(visit, HERE),
        slug=producer.slug,
        name=producer.name,
        kind=producer.kind,
        state=producer.state,
        facts=await _facts(visit, producer),
        tax_code=producer.tax_code or "",
        owners=tuple(one.name for one in members if one.role is MemberRole.OWNER),
        applications=tuple(_reviewed(one) for one in applications),
    )


async def _facts(visit: Visit, producer: Producer) -> tuple[tuple[str, str], ...]:
    commune = await commune_of(visit.session, producer)
    written = (producer.commune_written, producer.district_written, producer.province_written)
    known = (
        ("tax_code", producer.tax_code),
        ("representative", producer.representative),
        ("address", producer.address),
        ("written", ", ".join(part for part in written if part)),
        ("today", commune.name if commune else None),
        ("phone", producer.phone),
        ("email", producer.email),
    )
    return tuple((say(visit.locale, f"web.review.fact.{name}"), value) for name, value in known if value)


def _reviewed(found: Application) -> Reviewed:
    registration = found.registration
    accepted = [paper.kind for paper, _ in found.papers if paper.state is PaperState.ACCEPTED]
    waits = registration.state is RegistrationState.SUBMITTED
    return Reviewed(
        id=str(registration.id),
        version=registration.version,
        applicant=found.applicant,
        claim=registration.claim,
        sells_food=registration.sells_food,
        state=registration.state,
        reason=registration.reason,
        submitted_at=registration.submitted_at,
        papers=tuple(paper_view(paper, filename, writable=False) for paper, filename in found.papers),
        decidable=registration.state in REVIEWED,
        open=waits,
        approvable=waits and papers_complete(required_papers(found.producer.kind, registration.sells_food), accepted),
    )


routes = [producers_page, producer_page, producer_act]
