"""Targets as the host sees them: the key masked, the state in words."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.i18n import Locale, say
from shop.livestream.models import Platform
from shop.markets.models import LiveSession, SessionState
from shop.simulcast.models import SimulcastTarget, TargetState, Why

HIDDEN = "••••"


class TargetSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A place the picture is sent to. `key` is masked, `told` says why it is where it is since `since` (UTC).

    `said` is what the program that sends said last, where it broke off.
    """

    id: UUID
    platform: Platform
    address: str
    key: str
    wanted: bool
    state: TargetState
    why: Why
    told: str
    said: str | None
    since: datetime
    attempts: int


async def targets_of(session: AsyncSession, live: LiveSession, locale: Locale) -> list[TargetSeen]:
    """The targets of a session, the first added first. A lease that ran out means that nobody serves them."""
    targets = await session.scalars(
        select(SimulcastTarget)
        .where(SimulcastTarget.session_id == live.id)
        .order_by(SimulcastTarget.id)
        .execution_options(populate_existing=True)
    )
    moment = await now(session)
    return [target_seen(target, live, moment, locale) for target in targets]


def target_seen(target: SimulcastTarget, live: LiveSession, moment: datetime, locale: Locale) -> TargetSeen:
    """A target as its host sees it at `moment`."""
    state, why = target.state, target.why
    served = target.lease_until is not None and target.lease_until > moment
    if target.wanted and live.state is SessionState.ON_AIR and not served:
        state, why = TargetState.WAITING, Why.UNSERVED
    return TargetSeen(
        id=target.id,
        platform=target.platform,
        address=target.address,
        key=HIDDEN + target.hint,
        wanted=target.wanted,
        state=state,
        why=why,
        told=say(locale, f"simulcast.why.{why}"),
        said=target.said,
        since=target.since,
        attempts=target.attempts,
    )
