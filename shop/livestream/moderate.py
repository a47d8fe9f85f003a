"""Keep a room in order: take comments down, keep somebody from speaking, slow it down. Each act is logged."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import PersonRole
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.i18n import say
from shop.core.outbox import publish
from shop.livestream.errors import BanUnknown, CommentUnknown, SpeakerExempt, SpeakerUnknown
from shop.livestream.events import CommentHidden, SlowModeSet
from shop.livestream.models import BanKind, Comment, RoomBan
from shop.livestream.speaker import EXEMPT
from shop.markets.guards import require_moderator
from shop.markets.models import LiveSession
from shop.markets.run import runs
from shop.markets.speaker import Speaker


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody is to be kept from speaking; without `minutes` for the rest of the session."""

    kind: BanKind
    minutes: int | None = None
    why: str = ""  # told to who was muted; a plain word where nothing is said


async def remove_comment(
    session: AsyncSession, actor: Actor, slug: str, comment_id: UUID, why: str = ""
) -> LiveSession:
    """Take a comment down, on every screen; it is kept. Taking it down again changes nothing.

    Raises:
        CommentUnknown: it is none of this room's.
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`.
    """
    live = await require_moderator(session, actor, slug)
    comment = await _comment(session, live, comment_id)
    if comment.hidden_at is None:
        comment.hidden_at = await now(session)
        comment.hidden_by = actor.person_id
        comment.hidden_why = why or say(actor.locale, "livestream.why")
        record_act(session, actor.person_id, "livestream.remove", live.slug, comment=str(comment_id), why=why)
        publish(session, CommentHidden(session_id=live.id, comment_id=comment_id))
    return live


async def ban_speaker(session: AsyncSession, actor: Actor, slug: str, comment_id: UUID, sentence: Sentence) -> RoomBan:
    """Keep the sender of a comment from speaking, from the commit on; an earlier ban gives way to this one.

    The speaker's turn is taken, so that what they send at this moment is either before it or refused. Said
    again for the rest of the session, it is the ban that stands.

    Raises:
        CommentUnknown: it is none of this room's.
        SpeakerUnknown: nobody can be told from the comment.
        SpeakerExempt: its sender is the host, staff or an officer.
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`.
    """
    live = await require_moderator(session, actor, slug)
    comment = await _comment(session, live, comment_id)
    speaker = Speaker(person_id=comment.person_id, guest_key=comment.guest_key)
    if not speaker.known:
        raise SpeakerUnknown
    if await _is_exempt(session, live, comment.person_id):
        raise SpeakerExempt
    await speaker.take_turn(session, live.id)
    moment = await now(session)
    until = None if sentence.minutes is None else moment + timedelta(minutes=sentence.minutes)
    open_ban = await _open_ban(session, live, speaker)
    if open_ban is not None and open_ban.kind is sentence.kind and open_ban.until == until:
        return open_ban
    if open_ban is not None:
        await _close(session, open_ban, actor, moment)
    ban = RoomBan(
        session_id=live.id,
        person_id=comment.person_id,
        guest_key=comment.guest_key,
        name=comment.name,
        kind=sentence.kind,
        until=until,
        why=sentence.why or say(actor.locale, "livestream.why"),
        made_by=actor.person_id,
    )
    session.add(ban)
    await session.flush()  # its id is told and logged
    detail = {"ban": str(ban.id), "comment": str(comment_id), "minutes": sentence.minutes, "why": sentence.why}
    record_act(session, actor.person_id, f"livestream.{sentence.kind}", live.slug, **detail)
    return ban


async def lift_ban(session: AsyncSession, actor: Actor, slug: str, ban_id: UUID) -> None:
    """Let somebody speak again. Lifting it again changes nothing.

    Raises:
        BanUnknown: it is none of this room's.
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`.
    """
    live = await require_moderator(session, actor, slug)
    ban: RoomBan | None = await session.scalar(
        select(RoomBan)
        .where(RoomBan.id == ban_id, RoomBan.session_id == live.id)
        .execution_options(populate_existing=True)
    )
    if ban is None:
        raise BanUnknown
    if ban.lifted_at is None:
        await _close(session, ban, actor, await now(session))
        record_act(session, actor.person_id, "livestream.lift", live.slug, ban=str(ban_id))


async def set_slow_mode(session: AsyncSession, actor: Actor, slug: str, seconds: int) -> LiveSession:
    """Let each sender wait `seconds` between two comments; 0 ends it. Safe to repeat.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`.
    """
    live = await require_moderator(session, actor, slug)
    if live.slow_seconds != seconds:
        live.slow_seconds = seconds
        record_act(session, actor.person_id, "livestream.slow", live.slug, seconds=seconds)
        publish(session, SlowModeSet(session_id=live.id, seconds=seconds))
    return live


async def _comment(session: AsyncSession, live: LiveSession, comment_id: UUID) -> Comment:
    comment: Comment | None = await session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.session_id == live.id)
        .execution_options(populate_existing=True)
    )
    if comment is None:
        raise CommentUnknown
    return comment


async def _is_exempt(session: AsyncSession, live: LiveSession, person_id: UUID | None) -> bool:
    if person_id is None:
        return False
    roles = await session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id))
    return bool(EXEMPT & frozenset(roles)) or await runs(session, live, person_id)


async def _open_ban(session: AsyncSession, live: LiveSession, speaker: Speaker) -> RoomBan | None:
    ban: RoomBan | None = await session.scalar(
        select(RoomBan)
        .where(
            RoomBan.session_id == live.id,
            RoomBan.lifted_at.is_(None),
            speaker.wrote(RoomBan.person_id, RoomBan.guest_key),
        )
        .execution_options(populate_existing=True)
    )
    return ban


async def _close(session: AsyncSession, ban: RoomBan, actor: Actor, moment: datetime) -> None:
    ban.lifted_at, ban.lifted_by = moment, actor.person_id
    await session.flush()  # before the next ban of the same speaker is written
