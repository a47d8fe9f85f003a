"""Keep the places a session's picture is sent to: add, remove, send, stop. Each act is its host's, and logged."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.ids import keyed_digest
from shop.core.sealed import seal_secret
from shop.livestream.models import Platform
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, SessionState
from shop.simulcast.errors import (
    TargetAddressWrong,
    TargetKeyWrong,
    TargetOver,
    TargetPrivate,
    TargetUnknown,
    TooManyTargets,
)
from shop.simulcast.models import SimulcastTarget, TargetState, Why
from shop.simulcast.rules import MOST_TARGETS, hint_of, is_plainly_private, is_stream_name, read_address

PURPOSE = "simulcast-key"


class NewTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A place to send the picture to; `key` is the name the platform gave the stream, its secret."""

    platform: Platform
    address: str
    key: str


class KeyHouse(msgspec.Struct, frozen=True):
    """What keys are sealed with, and whether addresses of private networks are refused."""

    secret: str
    public_only: bool


async def add_target(
    session: AsyncSession, actor: Actor, slug: str, new: NewTarget, house: KeyHouse
) -> SimulcastTarget:
    """Keep a target, its key sealed; nothing is sent before `send_to`. The same again is the one that stands.

    Locks the session's row.

    Raises:
        TargetAddressWrong, TargetKeyWrong, TargetPrivate: nothing can, or may, be sent there.
        TooManyTargets, TargetOver: the session takes no more.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    url = _checked(new.address, public_only=house.public_only)
    if not is_stream_name(new.key):
        raise TargetKeyWrong(field="key")
    digest = keyed_digest(house.secret, PURPOSE, str(live.id), url, new.key)
    known = await session.scalar(
        select(SimulcastTarget).where(SimulcastTarget.session_id == live.id, SimulcastTarget.key_digest == digest)
    )
    if known is not None:
        return known
    await _room_for_one_more(session, live)
    target = SimulcastTarget(
        session_id=live.id,
        platform=new.platform,
        address=url,
        key_sealed=seal_secret(house.secret, PURPOSE, str(live.id), new.key),
        key_digest=digest,
        hint=hint_of(new.key),
        made_by=actor.person_id,
        state=TargetState.STOPPED,
        why=Why.NEW,
    )
    session.add(target)
    await session.flush()  # its id is told
    record_act(session, actor.person_id, "simulcast.add", live.slug, target=str(target.id), platform=new.platform)
    return target


async def remove_target(session: AsyncSession, actor: Actor, slug: str, target_id: UUID) -> None:
    """Forget a target and its key; whoever sends there stops within seconds. Again changes nothing.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    target = await _target(session, live, target_id)
    if target is not None:
        await session.delete(target)
        record_act(session, actor.person_id, "simulcast.remove", live.slug, target=str(target_id))


async def send_to(session: AsyncSession, actor: Actor, slug: str, target_id: UUID) -> None:
    """Want the picture there, from when the session is on air and has one; tries count anew. Safe to repeat.

    Raises:
        TargetUnknown: it is none of this session's. TargetOver: the session is over.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    target = await _known(session, live, target_id)
    _not_over(live)
    if target.key_sealed is None:
        raise TargetOver
    if target.wanted and target.state is not TargetState.FAILING:
        return
    target.wanted, target.attempts, target.next_try_at, target.said = True, 0, None, None
    target.state, target.why, target.since = TargetState.WAITING, Why.ASKED, await now(session)
    record_act(session, actor.person_id, "simulcast.send", live.slug, target=str(target_id))


async def stop_sending(session: AsyncSession, actor: Actor, slug: str, target_id: UUID) -> None:
    """Want it no more; whoever sends there stops within seconds. Again changes nothing.

    Raises:
        TargetUnknown: it is none of this session's.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    target = await _known(session, live, target_id)
    if not target.wanted:
        return
    target.wanted, target.next_try_at = False, None
    target.state, target.why, target.since = TargetState.STOPPED, Why.BY_HOST, await now(session)
    record_act(session, actor.person_id, "simulcast.stop", live.slug, target=str(target_id))


def _checked(written: str, *, public_only: bool) -> str:
    address = read_address(written)
    if address is None:
        raise TargetAddressWrong(field="address")
    if public_only and is_plainly_private(address.host):
        raise TargetPrivate(field="address")
    return address.url


def _not_over(live: LiveSession) -> None:
    if live.state not in {SessionState.SCHEDULED, SessionState.ON_AIR}:
        raise TargetOver


async def _room_for_one_more(session: AsyncSession, live: LiveSession) -> None:
    _not_over(live)
    count = await session.scalar(
        select(func.count()).select_from(SimulcastTarget).where(SimulcastTarget.session_id == live.id)
    )
    if (count or 0) >= MOST_TARGETS:
        raise TooManyTargets(most=MOST_TARGETS)


async def _known(session: AsyncSession, live: LiveSession, target_id: UUID) -> SimulcastTarget:
    target = await _target(session, live, target_id)
    if target is None:
        raise TargetUnknown
    return target


async def _target(session: AsyncSession, live: LiveSession, target_id: UUID) -> SimulcastTarget | None:
    found: SimulcastTarget | None = await session.scalar(
        select(SimulcastTarget)
        .where(SimulcastTarget.id == target_id, SimulcastTarget.session_id == live.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found
