"""Complain about a session, follow the complaint by its link, and answer when the office asks."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.errors import Invalid, Refusal
from shop.markets.api import guest_of
from shop.markets.queries import stall_by_slug
from shop.markets.speaker import Speaker
from shop.oversight.api import deadlines_of, take_for_complaint
from shop.oversight.complain import NewComplaint, complain, complaint_token, is_token
from shop.oversight.errors import ComplaintUnknown
from shop.oversight.models import Complaint, ComplaintKind
from shop.oversight.queries import complaint_by_code, complaint_by_id
from shop.oversight.rules import LONGEST_WORDS, OPEN
from shop.oversight.work import give_statement, statement_for, withdraw
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.oversight import ComplainForm, ComplainPage, ComplaintPage, StatementPage

FIELDS = frozenset({"kind", "words", "order_code", "email", "phone"})
Ticket = Annotated[str, QueryParameter(name="ma", max_length=60)]
Flag = Annotated[str, QueryParameter(name="xong", max_length=5)]


@get(both("/phien/{slug:str}/khieu-nai"), include_in_schema=False)
async def complain_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The form, during the session and after it."""
    return show("complain.html", visit.locale, await _form_page(visit, slug, ComplainForm()))


@post(both("/phien/{slug:str}/khieu-nai"), include_in_schema=False)
async def complain_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Send it. The form sent twice is one complaint."""
    form = await read_form(visit.request)

    async def act(session: AsyncSession) -> Complaint:
        who = Speaker.of(visit.actor, guest_of(visit.request, visit.settings, slug))
        return await complain(session, who, slug, _read(visit, form), deadlines_of(visit.settings))

    try:
        await take_for_complaint(visit.limiter, visit.actor, visit.request)
        made = await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        typed = {name: form.text(name, LONGEST_WORDS) for name in ComplainForm.__struct_fields__}
        page = await _form_page(visit, slug, ComplainForm(**typed))
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("complain.html", visit.locale, page, status=told.status)
    token = complaint_token(visit.settings.secret_key, made.code)
    return go(visit.locale, f"/khieu-nai/{made.code}?ma={token}&xong=1")


@get(both("/khieu-nai/{complaint_code:str}"), include_in_schema=False)
async def complaint_page(
    visit: NamedDependency[Visit], complaint_code: FromPath[str], token: Ticket = "", done: Flag = ""
) -> Response[bytes]:
    """How far it has come, for whoever has the link."""
    page = await _followed(visit, complaint_code, token)
    return show("complaint.html", visit.locale, msgspec.structs.replace(page, fresh=done == "1"))


@post(both("/khieu-nai/{complaint_code:str}"), include_in_schema=False)
async def withdraw_act(
    visit: NamedDependency[Visit], complaint_code: FromPath[str], token: Ticket = ""
) -> Response[bytes]:
    """Take it back. Safe to repeat."""
    await _followed(visit, complaint_code, token)
    try:
        await attempt(visit, lambda session: withdraw(session, complaint_code))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        page = msgspec.structs.replace(await _followed(visit, complaint_code, token), problem=told.problem)
        return show("complaint.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/khieu-nai/{complaint_code}?ma={token}")


@get(both("/giai-trinh/{statement_id:uuid}"), guards=[require_signed_in], include_in_schema=False)
async def statement_page(
    visit: NamedDependency[Visit], statement_id: FromPath[UUID], done: Flag = ""
) -> Response[bytes]:
    """What the office asks, for who was asked."""
    page = await _asked(visit, statement_id)
    return show("statement_given.html", visit.locale, msgspec.structs.replace(page, done=done == "1"))


@post(both("/giai-trinh/{statement_id:uuid}"), guards=[require_signed_in], include_in_schema=False)
async def statement_act(visit: NamedDependency[Visit], statement_id: FromPath[UUID]) -> Response[bytes]:
    """Say it; it stays."""
    form = await read_form(visit.request)
    words = form.text("words", LONGEST_WORDS)
    try:
        await attempt(visit, lambda session: give_statement(session, visit.actor, statement_id, words))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _asked(visit.over(session), statement_id))
        page = msgspec.structs.replace(page, words=words, errors=told.errors, problem=told.problem)
        return show("statement_given.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/giai-trinh/{statement_id}?xong=1")


def _read(visit: Visit, form: Form) -> NewComplaint:
    kind = form.text("kind", 20)
    if kind not in set(ComplaintKind):
        raise Invalid(field="kind")
    return NewComplaint(
        client_id=form.request_key(),
        kind=ComplaintKind(kind),
        words=form.text("words", LONGEST_WORDS),
        order_code=form.text("order_code", 40),
        email=form.text("email", 254),
        phone=form.text("phone", 20),
        locale=visit.locale,
    )


async def _form_page(visit: Visit, slug: str, form: ComplainForm) -> ComplainPage:
    stall = await stall_by_slug(visit.session, slug)
    return ComplainPage(
        site=visit.site, slug=slug, title=stall.live.title, request_key=secrets.token_urlsafe(18), form=form
    )


async def _followed(visit: Visit, code: str, token: str) -> ComplaintPage:
    if not is_token(visit.settings.secret_key, code, token):
        raise ComplaintUnknown
    seen = await complaint_by_code(visit.session, code)
    one = seen.complaint
    return ComplaintPage(
        site=visit.site,
        code=one.code,
        token=token,
        title=seen.title,
        slug=seen.slug,
        kind=one.kind,
        state=one.state,
        words=one.words,
        received_at=one.created_at,
        answer_due=one.answer_due,
        decide_due=one.decide_due,
        answered=one.answered_at is not None,
        answer=one.answer,
        open=one.state in OPEN,
    )


async def _asked(visit: Visit, statement_id: UUID) -> StatementPage:
    statement = await statement_for(visit.session, visit.actor, statement_id)
    seen = await complaint_by_id(visit.session, statement.complaint_id)
    return StatementPage(
        site=visit.site,
        id=str(statement.id),
        code=seen.complaint.code,
        title=seen.title,
        question=statement.question,
        said=statement.words,
    )


routes = [complain_page, complain_act, complaint_page, withdraw_act, statement_page, statement_act]
