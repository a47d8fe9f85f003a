"""Open a practice: the rehearsal of a session, or a training run."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.errors import Invalid, Unauthenticated
from shop.core.i18n import say
from shop.livestream.queries import line_up
from shop.livestream.room import LineUpItem
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, SessionState
from shop.practice.errors import PracticeNotYours, PracticeOnAir, PracticeRunsOpen
from shop.practice.finish import finish_open
from shop.practice.models import PracticeGood, PracticeRun, RunKind
from shop.practice.rules import LEVELS, MINUTES, MOST_OPEN, REHEARSAL_MINUTES, SPEEDS
from shop.practice.scenario import SampleGood, script, written
from shop.training.learner import is_learner

_KEY_BYTES = 12  # of the end of an address: nobody guesses 96 bits
_MAY = frozenset({Role.HOST, Role.OFFICER, Role.ADMIN})


async def open_rehearsal(session: AsyncSession, actor: Actor, slug: str) -> PracticeRun:
    """Open the rehearsal of a session, with copies of what stands in its line-up. No licence is asked for.

    Safe to repeat: the open one is the answer. The session's lock lets two clicks follow one another.

    Raises:
        PracticeOnAir: the session has begun.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.SCHEDULED:
        raise PracticeOnAir
    moment = await now(session)
    known = await session.scalar(
        select(PracticeRun).where(PracticeRun.session_id == live.id, PracticeRun.finished_at.is_(None))
    )
    if known is not None and known.ends_at > moment:
        return known
    if known is not None:
        await finish_open(session, known.key)
    run = await _rehearsal(session, live)
    session.add_all(_copy(run.id, at, item) for at, item in enumerate(await line_up(session, live)))
    record_act(session, actor.person_id, "practice.rehearse", slug)
    return run


async def start_training(
    session: AsyncSession, actor: Actor, *, level: int, minutes: int, speed: int, request_key: str
) -> PracticeRun:
    """Begin a training run; the same key of the same person is the same run.

    Raises:
        Unauthenticated: nobody is signed in.
        PracticeNotYours: neither in a course nor a host.
        PracticeRunsOpen: as many are open as one person may have.
        Invalid: no such level, length or speed.
    """
    if actor.person_id is None:
        raise Unauthenticated
    for field, value, among in (("level", level, LEVELS), ("minutes", minutes, MINUTES), ("speed", speed, SPEEDS)):
        if value not in among:
            raise Invalid(field=field)
    if not _MAY & actor.roles and not await is_learner(session, actor.person_id):
        raise PracticeNotYours
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(actor.person_id), 7707))))
    known: PracticeRun | None = await session.scalar(
        select(PracticeRun).where(PracticeRun.person_id == actor.person_id, PracticeRun.request_key == request_key)
    )
    if known is not None:
        return known
    await _check_open(session, actor.person_id)
    moment = await now(session)
    run = PracticeRun(
        key=secrets.token_hex(_KEY_BYTES),
        kind=RunKind.TRAINING,
        person_id=actor.person_id,
        title=say("vi", "practice.title"),
        level=level,
        minutes=minutes,
        speed=speed,
        seed=secrets.randbits(40),
        script=script(),
        started_at=moment,
        ends_at=moment + timedelta(seconds=minutes * 60 / speed),
        request_key=request_key,
    )
    session.add(run)
    await session.flush()  # its goods need its id
    session.add_all(_sample(run.id, at, good) for at, good in enumerate(written().goods))
    record_act(session, actor.person_id, "practice.train", str(run.id), level=level, minutes=minutes, speed=speed)
    return run


async def _check_open(session: AsyncSession, person_id: UUID) -> None:
    running = await session.scalar(
        select(func.count()).where(
            PracticeRun.person_id == person_id,
            PracticeRun.kind == RunKind.TRAINING,
            PracticeRun.finished_at.is_(None),
            PracticeRun.ends_at > shop_now(),
        )
    )
    if (running or 0) >= MOST_OPEN:
        raise PracticeRunsOpen(most=MOST_OPEN)


async def _rehearsal(session: AsyncSession, live: LiveSession) -> PracticeRun:
    moment = await now(session)
    run = PracticeRun(
        key=secrets.token_hex(_KEY_BYTES),
        kind=RunKind.REHEARSAL,
        person_id=live.host_id,
        session_id=live.id,
        title=live.title,
        level=1,
        minutes=REHEARSAL_MINUTES,
        speed=1,
        seed=0,
        script=script(),
        started_at=moment,
        ends_at=moment + timedelta(minutes=REHEARSAL_MINUTES),
        request_key=secrets.token_urlsafe(18),
        sample=live.sample,
    )
    session.add(run)
    await session.flush()  # its goods need its id
    return run


def _copy(run_id: UUID, at: int, item: LineUpItem) -> PracticeGood:
    grade = item.certificate if item.on_sale else None
    return PracticeGood(
        run_id=run_id,
        code=item.code,
        position=at,
        name=item.name,
        product_slug=item.product_slug,
        unit=item.unit,
        image=item.image,
        price=item.list_price,
        floor=1,
        stock=item.available,
        stars=grade.stars if grade else None,
        potential_five=bool(grade and grade.potential_five),
        certificate=grade.code if grade else None,
        expires_on=grade.expires_on if grade else None,
    )


def _sample(run_id: UUID, at: int, good: SampleGood) -> PracticeGood:
    facts: Sequence[str] = SampleGood.__struct_fields__
    return PracticeGood(run_id=run_id, position=at, product_slug="", **{name: getattr(good, name) for name in facts})
