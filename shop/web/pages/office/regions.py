"""The office settles which commune of today a written one is, and corrects what was settled wrongly."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.queries import names_of
from shop.certification.answer_region import answer_region, correct_region
from shop.certification.errors import RegionReasonMissing, UnitUnknown
from shop.certification.region_questions import Answer, Question, count_questions, given_answers, open_questions
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.regions.models import Region
from shop.regions.queries import communes_of_today
from shop.regions.today import Ask, Option
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.certificate_acts import SHORTEST_REASON
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views.office_regions import AnswerRow, OfficeRegionsPage, QuestionRow, UnitOption, UnitWas

HERE = "/van-phong/don-vi"
ANSWERED = "da-tra-loi"
PAGE = 10
FIELDS = frozenset({"commune", "reason"})
DONE = frozenset({"answer", "correct"})
TEMPLATE = "office_regions.html"


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def regions_page(
    visit: NamedDependency[Visit],
    xem: Annotated[str, QueryParameter(max_length=20)] = "",
    cursor: Annotated[str, QueryParameter(max_length=MAX_CURSOR)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What waits for an answer, or what was answered (`xem`)."""
    page = await _page(visit, answered=xem == ANSWERED, cursor=cursor)
    told = say(visit.locale, f"web.units.done_{done}") if done in DONE else None
    return show(TEMPLATE, visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def regions_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Answer a question, or correct an answer (the field `act`)."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    answered = act == "correct"
    try:
        if act not in DONE:
            raise Invalid(field="act")
        await _settle(visit, form, answered=answered)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(
            visit,
            lambda session: _page(visit.over(session), answered=answered, cursor=form.text("cursor", MAX_CURSOR)),
        )
        page = msgspec.structs.replace(
            page,
            wrong=form.text("subject", 40),
            commune=form.text("commune", 40),
            other=form.text("other", 40),
            reason=form.text("reason", 300),
            errors=told.errors,
            problem=told.problem,
        )
        return show(TEMPLATE, visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?{'xem=' + ANSWERED + '&' if answered else ''}done={act}")


async def _settle(visit: Visit, form: Form, *, answered: bool) -> None:
    officer_id, subject_id, reason = person_of(visit.actor), form.key("subject"), form.text("reason", 300)
    chosen = form.text("commune", 40)
    written = form.text("other", 40) if chosen in {"", "other"} else chosen
    try:
        commune_id = UUID(written)
    except ValueError:
        raise UnitUnknown(field="commune") from None
    if len(reason) < SHORTEST_REASON:
        raise RegionReasonMissing(field="reason")
    if not answered:
        await attempt(visit, lambda session: answer_region(session, officer_id, subject_id, commune_id, reason))
        return
    was = form.key("was")
    await attempt(visit, lambda session: correct_region(session, officer_id, subject_id, commune_id, reason, was=was))


async def _page(visit: Visit, *, answered: bool, cursor: str) -> OfficeRegionsPage:
    page = OfficeRegionsPage(
        site=visit.site,
        console=office(visit, HERE),
        answered=answered,
        waiting=await count_questions(visit.session),
        communes=tuple((str(one.id), one.name) for one in await communes_of_today(visit.session)),
    )
    if answered:
        return await _answers(visit, page, cursor)
    after = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    found = await open_questions(visit.session, PAGE + 1, after)
    more = encode_cursor((found[PAGE - 1].subject_id,)) if len(found) > PAGE else None
    return msgspec.structs.replace(
        page,
        questions=tuple(_question(one) for one in found[:PAGE]),
        next_url=address(visit.locale, f"{HERE}?cursor={more}") if more else None,
    )


async def _answers(visit: Visit, page: OfficeRegionsPage, cursor: str) -> OfficeRegionsPage:
    before = decode_cursor(cursor, tuple[int])[0] if cursor else None
    found = await given_answers(visit.session, PAGE + 1, before)
    names = await names_of(visit.session, {UUID(one.actor) for one in found})
    more = encode_cursor((found[PAGE - 1].entry_id,)) if len(found) > PAGE else None
    return msgspec.structs.replace(
        page,
        answers=tuple(_answer(visit, one, names) for one in found[:PAGE]),
        next_url=address(visit.locale, f"{HERE}?xem={ANSWERED}&cursor={more}") if more else None,
    )


def _answer(visit: Visit, one: Answer, names: Mapping[UUID, str]) -> AnswerRow:
    return AnswerRow(
        number=one.entry_id,
        id=str(one.subject_id),
        kind=one.kind,
        name=one.name,
        written=one.written,
        commune=one.commune,
        commune_id=str(one.commune_id) if one.standing and one.commune_id else None,
        was=one.was,
        reason=one.reason,
        actor=names.get(UUID(one.actor), say(visit.locale, "web.certwork.actor_gone")),
        at=one.at,
    )


def _question(one: Question) -> QuestionRow:
    written = ", ".join(part for part in (one.commune, one.district, one.province) if part)
    return QuestionRow(
        id=str(one.subject_id), kind=one.kind, slug=one.slug, name=one.name, written=written, options=_options(one)
    )


def _options(one: Question) -> tuple[UnitOption, ...]:
    if isinstance(one.found, Ask):
        likely = one.found.default.id if one.found.default else None
        return tuple(_option(each, likely) for each in one.found.options)
    return (_option(Option(unit=one.found.unit, was=one.found.was, basis=None, divided=False), one.found.unit.id),)


def _option(option: Option, likely: UUID | None) -> UnitOption:
    return UnitOption(
        id=str(option.unit.id),
        name=option.unit.name,
        since=option.unit.valid_from,
        was=tuple(_was(unit) for unit in option.was if unit.id != option.unit.id),
        basis=option.basis,
        divided=option.divided,
        likely=option.unit.id == likely,
    )


def _was(unit: Region) -> UnitWas:
    return UnitWas(name=unit.name, since=unit.valid_from, until=unit.valid_to)


routes = [regions_page, regions_act]
