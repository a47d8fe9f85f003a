"""A learner's training runs: the list, the form for a new one, and the score sheet."""

import secrets

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Role
from shop.core.clock import HANOI, now
from shop.core.errors import Refusal
from shop.practice.errors import PracticeUnknown
from shop.practice.guards import require_reader
from shop.practice.marks import Sheet, sheet_of
from shop.practice.models import PracticeMark, RunKind
from shop.practice.open_runs import start_training
from shop.practice.queries import Played, marks_of, runs_of
from shop.practice.rules import GOOD, PASS, address
from shop.practice.scenario import script
from shop.training.learner import is_learner
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.practice_view import run_view
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.practice import MarkView, MissedView, PracticePage, SheetPage

HERE = "/toi/dao-tao/luyen"
MOST = 50
FIELDS = frozenset({"level", "minutes", "speed"})
TEACH = frozenset({Role.HOST, Role.OFFICER, Role.ADMIN})


@get(both(HERE), guards=[require_signed_in], include_in_schema=False)
async def runs_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """One's own runs, and the form."""
    return show("practice_runs.html", visit.locale, await _page(visit))


@post(both(HERE), guards=[require_signed_in], include_in_schema=False)
async def start_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Begin a run; the form sent twice is one run."""
    form = await read_form(visit.request)
    level, minutes, speed = (form.number(name) or 0 for name in ("level", "minutes", "speed"))

    async def act(session: AsyncSession) -> str:
        run = await start_training(
            session, visit.actor, level=level, minutes=minutes, speed=speed, request_key=form.request_key()
        )
        return run.key

    try:
        key = await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await _page(visit)
        page = msgspec.structs.replace(
            page, level=level, minutes=minutes, speed=speed, errors=told.errors, problem=told.problem
        )
        return show("practice_runs.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/phien/{address(None, key)}/dieu-khien")


@get(both(HERE + "/{run:str}"), guards=[require_signed_in], include_in_schema=False)
async def sheet_page(visit: NamedDependency[Visit], run: FromPath[str]) -> Response[bytes]:
    """The score sheet, for its learner and the office. While a run goes on it leads back to the desk."""
    seen = await require_reader(visit.session, visit.actor, run[:60])
    if seen.run.kind is not RunKind.TRAINING:
        raise PracticeUnknown
    own = seen.run.person_id == visit.actor.person_id
    if own and not seen.over:
        return go(visit.locale, f"/phien/{seen.address}/dieu-khien")
    return show("practice_sheet.html", visit.locale, await _sheet(visit, seen, own=own))


async def _page(visit: Visit) -> PracticePage:
    person_id = person_of(visit.actor)
    moment = await now(visit.session)
    runs = await runs_of(visit.session, person_id, MOST)
    return PracticePage(
        site=visit.site,
        may=bool(TEACH & visit.actor.roles) or await is_learner(visit.session, person_id),
        runs=tuple(run_view(run, is_open=run.finished_at is None and run.ends_at > moment) for run in runs),
        request_key=secrets.token_urlsafe(18),
    )


async def _sheet(visit: Visit, seen: Played, *, own: bool) -> SheetPage:
    """Marks as they were kept; for a run whose end nobody has written down yet they are counted now."""
    counted = sheet_of(seen.playing, seen.play_goods, seen.acts, seen.at)
    kept = await marks_of(visit.session, seen.run.id)
    run = run_view(seen.run, is_open=not seen.over)
    if run.points is None:
        run = msgspec.structs.replace(run, points=counted.points, passed=counted.passed)
    same = seen.run.script == script()
    return SheetPage(
        site=visit.site,
        run=run,
        name=seen.host_name,
        day=seen.run.started_at.astimezone(HANOI).date(),
        own=own,
        needed=PASS,
        marks=_marks(kept, counted),
        missed=_missed(counted) if same else (),
        kept_lines=same,
        answer_seconds=None if counted.answer_seconds is None else round(counted.answer_seconds),
        orders=counted.orders,
        promised=counted.promised,
    )


def _marks(kept: list[PracticeMark], counted: Sheet) -> tuple[MarkView, ...]:
    return tuple(
        MarkView(
            skill=mark.skill,
            done=mark.done,
            most=mark.most,
            points=mark.points,
            worth=mark.worth,
            good=mark.most > 0 and mark.done >= GOOD * mark.most,
        )
        for mark in (kept or counted.marks)
    )


def _missed(counted: Sheet) -> tuple[MissedView, ...]:
    return tuple(
        MissedView(skill=one.skill, at=f"{int(one.at // 60)}:{int(one.at % 60):02}", name=one.name, text=one.text)
        for one in counted.missed
    )


routes = [runs_page, start_act, sheet_page]
