"""What a process that sends pictures on has to do, and what it reports. Many may run: leases keep them apart."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import Take
from shop.core.clock import now, shop_now
from shop.markets.models import LiveSession, SessionState
from shop.simulcast.models import SimulcastTarget, TargetState, Why
from shop.simulcast.rules import MOST_TRIES, pause_after

LEASE = timedelta(seconds=15)
RENEW_BEFORE = timedelta(seconds=10)  # of its end: a lease is not written each second
SETTLES_IN = timedelta(seconds=6)  # of a take, until its playlist can be read from its live edge
MOST_OF_RUNNER = 40  # targets one process serves


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A target to serve. Without a `picture` there is nothing to send; `due` says that it may be tried now."""

    target_id: UUID
    session_id: UUID
    slug: str
    address: str
    key_sealed: bytes
    state: TargetState
    picture: bool
    due: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a target. `failed` counts as a try in vain; `final` is not tried again."""

    target_id: UUID
    state: TargetState
    why: Why
    said: str | None = None
    failed: bool = False
    final: bool = False


async def take_duties(session: AsyncSession, runner: str) -> list[Duty]:
    """Lease what is wanted of sessions on air to `runner`: its own, and what nobody serves any more.

    Rows another process is just leasing are skipped.
    """
    moment = await now(session)
    picture = exists().where(
        Take.session_id == LiveSession.id, Take.ended_at.is_(None), Take.created_at < shop_now() - SETTLES_IN
    )
    free = or_(SimulcastTarget.lease_until.is_(None), SimulcastTarget.lease_until < shop_now())
    rows = await session.execute(
        select(SimulcastTarget, LiveSession.slug, picture.label("picture"))
        .join(LiveSession, LiveSession.id == SimulcastTarget.session_id)
        .where(
            SimulcastTarget.wanted,
            LiveSession.state == SessionState.ON_AIR,
            or_(SimulcastTarget.runner == runner, free),
        )
        .order_by((SimulcastTarget.runner == runner).desc().nulls_last(), SimulcastTarget.id)
        .limit(MOST_OF_RUNNER)
        .with_for_update(of=SimulcastTarget, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [_duty(target, slug, runner, moment, picture=seen) for target, slug, seen in rows]


async def report(session: AsyncSession, runner: str, told: Report) -> None:
    """Write what became of a target, if it is still `runner`'s and wanted. The same again changes nothing."""
    target: SimulcastTarget | None = await session.scalar(
        select(SimulcastTarget)
        .where(SimulcastTarget.id == told.target_id, SimulcastTarget.runner == runner, SimulcastTarget.wanted)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if target is None:
        return
    state, why = told.state, told.why
    moment = await now(session)
    if told.failed:
        target.attempts += 1
        target.next_try_at = moment + pause_after(target.attempts)
        if target.attempts >= MOST_TRIES:
            state, why = TargetState.STOPPED, Why.GAVE_UP
    if state is TargetState.STOPPED or told.final:
        target.wanted, target.next_try_at = False, None
    if (state, why) != (target.state, target.why):
        target.state, target.why, target.since = state, why, moment
    target.said = told.said or (target.said if told.failed else None)


async def steady(session: AsyncSession, runner: str, target_id: UUID) -> None:
    """Forget the failures of a target that has been live for long."""
    await session.execute(
        update(SimulcastTarget)
        .where(SimulcastTarget.id == target_id, SimulcastTarget.runner == runner)
        .values(attempts=0)
    )


async def give_up_leases(session: AsyncSession, runner: str) -> None:
    """Leave all targets to other processes at once: this one ends."""
    await session.execute(
        update(SimulcastTarget).where(SimulcastTarget.runner == runner).values(runner=None, lease_until=None)
    )


def _duty(target: SimulcastTarget, slug: str, runner: str, moment: datetime, *, picture: bool) -> Duty:
    assert target.key_sealed is not None, "what is wanted has its key"
    if target.runner != runner or target.lease_until is None or target.lease_until - moment < RENEW_BEFORE:
        target.runner, target.lease_until = runner, moment + LEASE
    return Duty(
        target_id=target.id,
        session_id=target.session_id,
        slug=slug,
        address=target.address,
        key_sealed=target.key_sealed,
        state=target.state,
        picture=picture,
        due=target.next_try_at is None or target.next_try_at <= moment,
    )
