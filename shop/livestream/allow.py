"""Whether somebody may say something in a room."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local, now
from shop.core.i18n import Locale, say
from shop.livestream.claims_rules import has_link
from shop.livestream.errors import CommentLink, CommentMuted, CommentNotKind, CommentTooSoon
from shop.livestream.models import BanKind, Comment, RoomBan
from shop.livestream.speaker import ban_in_force
from shop.livestream.words import words_in
from shop.markets.models import LiveSession
from shop.markets.speaker import Speaker

Words = Sequence[str]


async def allow_comment(
    session: AsyncSession, live: LiveSession, speaker: Speaker, said: Words, locale: Locale
) -> bool:
    """Whether a comment of these words (its sender's name among them) goes into the shadow.

    The caller has taken the speaker's turn.

    Raises:
        CommentMuted: the speaker may not speak here; says until when, and why.
        CommentLink, CommentNotKind: what may not stand in it.
        CommentTooSoon: the room is in slow mode; says when to come back.
    """
    ban = await _ban(session, live, speaker)
    if ban is not None and ban.kind is BanKind.MUTE:
        raise _muted(ban, locale)
    if any(has_link(text) for text in said):
        raise CommentLink(field="text")
    if await words_in(session, said):
        raise CommentNotKind(field="text", extra={"rule": "banned_words"})
    await _keep_slow(session, live, speaker)
    return ban is not None


async def _ban(session: AsyncSession, live: LiveSession, speaker: Speaker) -> RoomBan | None:
    if not speaker.known:
        return None
    ban: RoomBan | None = await session.scalar(
        select(RoomBan)
        .where(RoomBan.session_id == live.id, ban_in_force(), speaker.wrote(RoomBan.person_id, RoomBan.guest_key))
        .execution_options(populate_existing=True)
    )
    return ban


def _muted(ban: RoomBan, locale: Locale) -> CommentMuted:
    over = say(locale, "livestream.until_end")
    if ban.until is not None:
        over = say(locale, "livestream.until", time=f"{local(ban.until):%H:%M}")
    extra: dict[str, object] = {"until": None if ban.until is None else ban.until.isoformat(), "why": ban.why}
    return CommentMuted(extra=extra, over=over, why=ban.why)


async def _keep_slow(session: AsyncSession, live: LiveSession, speaker: Speaker) -> None:
    if not live.slow_seconds or not speaker.known:
        return
    pause = timedelta(seconds=live.slow_seconds)
    free_at: datetime | None = await session.scalar(
        select(func.max(Comment.created_at) + pause).where(
            Comment.session_id == live.id,
            Comment.order_code.is_(None),
            speaker.wrote(Comment.person_id, Comment.guest_key),
        )
    )
    left = timedelta(0) if free_at is None else free_at - await now(session)
    if left > timedelta(0):
        raise CommentTooSoon(ceil(left.total_seconds()))
