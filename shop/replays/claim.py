"""One builder at a time: claims of replays, kept while the work goes on, given up when it is done or lost."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.markets.models import LiveSession
from shop.replays.models import Replay, ReplayState
from shop.replays.rules import Course, ms_of

HELD_FOR = timedelta(seconds=45)  # a claim nobody keeps any more is another's after that
KEPT_EVERY = 5.0  # seconds
SETTLED = timedelta(seconds=8)  # after a session's end the last piece may still be on its way


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A replay to build, under a number of the builder's own; the session was on air from `began` to `ended` (ms)."""

    number: UUID
    replay_id: UUID
    session_id: UUID
    began: int
    ended: int


class ClaimLost(Exception):
    """The replay was removed meanwhile, or another builder has it."""


async def claim_replay(session: AsyncSession) -> Claim | None:
    """Take the oldest replay that nobody builds; None when there is none. Two builders never get the same one."""
    moment = await now(session)
    row = (
        await session.execute(
            select(Replay, LiveSession.started_at, LiveSession.ended_at)
            .join(LiveSession, LiveSession.id == Replay.session_id)
            .where(Replay.state == ReplayState.BUILDING, Replay.created_at <= moment - SETTLED)
            .where(or_(Replay.claimed_until.is_(None), Replay.claimed_until < moment))
            .order_by(Replay.created_at, Replay.id)
            .limit(1)
            .with_for_update(of=Replay, skip_locked=True)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        return None
    replay, began, ended = row
    replay.claim, replay.claimed_until = uuid4(), moment + HELD_FOR
    return Claim(
        number=replay.claim,
        replay_id=replay.id,
        session_id=replay.session_id,
        began=ms_of(began or moment),
        ended=ms_of(ended or moment),
    )


class Hold:
    """A claim that is kept while its work goes on. `lost` once it is not ours any more."""

    def __init__(self, sessions: Sessions, claim: Claim) -> None:
        self._sessions = sessions
        self._claim = claim
        self._done = 0.0  # of the work
        self.lost = False

    async def keep(self) -> None:
        """Say every few seconds that the work goes on, until it is lost or this is cancelled."""
        while not self.lost:
            await asyncio.sleep(KEPT_EVERY)
            async with short(self._sessions) as session:
                self.lost = not await _renew(session, self._claim, min(int(100 * self._done), 99))

    def step(self, steps: int) -> Callable[[], None]:
        """What is called before each of so many steps: it counts them, and stops where the claim is lost."""

        def one() -> None:
            self.check()
            self._done += 1 / max(1, steps)

        return one

    def check(self) -> None:
        """Go on only while the claim is ours.

        Raises:
            ClaimLost: it is not.
        """
        if self.lost:
            raise ClaimLost


async def finish_replay(session: AsyncSession, claim: Claim, course: Course | None) -> bool:
    """Show the replay, or with no `course` say that there is none; False where the claim was lost meanwhile."""
    state = ReplayState.EMPTY if course is None else ReplayState.READY
    told = None if course is None else msgspec.to_builtins(course)
    return await _change(
        session, claim, state=state, course=told, progress=100, built_at=shop_now(), claim=None, claimed_until=None
    )


async def give_up(session: AsyncSession, claim: Claim) -> None:
    """Leave the replay to the next builder, or to who clears it away: also when it is closed meanwhile."""
    await session.execute(
        update(Replay)
        .where(Replay.id == claim.replay_id, Replay.claim == claim.number)
        .values(claim=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


async def is_closed(session: AsyncSession, replay_id: UUID) -> bool:
    """Whether the replay may not be shown any more, or is gone."""
    closed: datetime | None = await session.scalar(
        select(Replay.closed_at).where(Replay.id == replay_id).execution_options(populate_existing=True)
    )
    there = await session.scalar(select(Replay.id).where(Replay.id == replay_id))
    return closed is not None or there is None


async def _renew(session: AsyncSession, claim: Claim, percent: int) -> bool:
    return await _change(session, claim, progress=percent, claimed_until=shop_now() + HELD_FOR)


async def _change(session: AsyncSession, ours: Claim, /, **values: object) -> bool:
    changed = await session.scalar(
        update(Replay)
        .where(Replay.id == ours.replay_id, Replay.claim == ours.number, Replay.state == ReplayState.BUILDING)
        .values(values)
        .returning(Replay.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None
