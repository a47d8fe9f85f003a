"""End a practice, and mark a training run."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.markets.models import LiveSession, SessionState
from shop.practice.guards import lock_run, require_own_run
from shop.practice.marks import sheet_of
from shop.practice.models import PracticeMark, PracticeRun, RunKind
from shop.practice.queries import Played, played
from shop.training.note_practice import note_practice


async def finish_run(session: AsyncSession, actor: Actor, key: str) -> Played:
    """End a run of one's own; a training run gets its sheet, which is kept. Safe to repeat.

    Raises:
        Unauthenticated, PracticeUnknown, Forbidden: see `require_own_run`.
    """
    seen = await require_own_run(session, actor, key, lock=True)
    await _finish(session, seen)
    return seen


async def finish_open(session: AsyncSession, key: str) -> None:
    """End a run whose time is over. Safe to repeat."""
    await lock_run(session, key)
    await _finish(session, await played(session, key))


async def finish_overdue(session: AsyncSession, limit: int) -> int:
    """End runs nobody ended, and rehearsals whose session has begun; returns how many."""
    begun = select(LiveSession.id).where(LiveSession.state != SessionState.SCHEDULED)
    keys = await session.scalars(
        select(PracticeRun.key)
        .where(
            PracticeRun.finished_at.is_(None),
            or_(PracticeRun.ends_at <= shop_now(), PracticeRun.session_id.in_(begun)),
        )
        .order_by(PracticeRun.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(keys)
    for key in found:
        await _finish(session, await played(session, key))
    return len(found)


async def _finish(session: AsyncSession, seen: Played) -> None:
    run = seen.run
    if run.finished_at is not None:
        return
    run.finished_at = min(seen.now, run.ends_at)
    if run.kind is RunKind.TRAINING:
        sheet = sheet_of(seen.playing, seen.play_goods, seen.acts, seen.at)
        run.points, run.passed = sheet.points, sheet.passed
        for at, mark in enumerate(sheet.marks):
            session.add(
                PracticeMark(
                    run_id=run.id,
                    position=at,
                    skill=mark.skill,
                    done=mark.done,
                    most=mark.most,
                    points=mark.points,
                    worth=mark.worth,
                )
            )
        if sheet.passed:
            await note_practice(session, run.person_id)
    await session.flush()  # who finishes in the same moment waits for the row and finds it
