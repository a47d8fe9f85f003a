"""Claim waiting notices, and note how it went. A claim is the time of the next try: a crash only delays."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.notifications.models import Channel, Notice
from shop.notifications.rules import TRIES, pause_after

TIME_LIMIT = 60.0  # seconds of one round; a slow server gets the rest in the next

log = structlog.get_logger("shop.notifications")


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A notice this process has claimed, its blanks still open."""

    notice: Notice
    at: datetime


async def claim(session: AsyncSession, channel: Channel, limit: int) -> Sequence[Waiting]:
    """Claim at most `limit` notices of `channel` that are due; two processes never get the same."""
    moment = await now(session)
    notices = (
        await session.scalars(
            select(Notice)
            .where(
                Notice.channel == channel,
                Notice.sent_at.is_(None),
                Notice.given_up_at.is_(None),
                Notice.next_try_at <= shop_now(),
            )
            .order_by(Notice.next_try_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ).all()
    for notice in notices:
        notice.attempts += 1
        notice.next_try_at = moment + pause_after(notice.attempts)
    return [Waiting(notice=notice, at=moment) for notice in notices]


async def give_back(sessions: Sessions, unsent: Sequence[Waiting]) -> None:
    """Take claims back that this round has no time for; they count as no try."""
    ids = [waiting.notice.id for waiting in unsent]
    async with short(sessions) as session:
        await session.execute(
            update(Notice).where(Notice.id.in_(ids)).values(attempts=Notice.attempts - 1, next_try_at=shop_now())
        )


async def note_sent(sessions: Sessions, notice: Notice, **values: object) -> None:
    """The notice is on its way to its reader."""
    async with short(sessions) as session:
        await session.execute(
            update(Notice).where(Notice.id == notice.id).values(sent_at=shop_now(), error=None, **values)
        )


async def note_refusal(sessions: Sessions, notice: Notice, reason: str, *, for_good: bool) -> None:
    """The notice was not taken: it rests, or is given up for good or after too many tries."""
    values: dict[str, object] = {"error": reason[:500]}
    if for_good or notice.attempts >= TRIES:
        values["given_up_at"] = shop_now()
    async with short(sessions) as session:
        await session.execute(update(Notice).where(Notice.id == notice.id).values(values))
    log.warning("notice not sent", notice=str(notice.id), try_=notice.attempts, given_up="given_up_at" in values)
