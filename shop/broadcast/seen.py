"""What a room's frame carries of its picture, and of what its host typed."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import Caption, Take, TakeEnd
from shop.broadcast.takes import LOST_AFTER
from shop.markets.models import LiveSession, SessionState


class VideoState(StrEnum):
    """Whether a picture comes, or is waited for."""

    LIVE = "live"
    WAITING = "waiting"


class VideoSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A session's picture: of its take number `take`, with or without sound, `since` when it is so."""

    state: VideoState
    take: int
    sound: bool
    since: datetime


class CaptionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the host typed, shown from `since` until a moment: times of the picture it was typed beside."""

    text: str
    since: datetime
    until: datetime


class PictureSeen(msgspec.Struct, frozen=True):
    """Both; None where there is none."""

    video: VideoSeen | None = None
    caption: CaptionSeen | None = None


async def picture_seen(session: AsyncSession, live: LiveSession, moment: datetime) -> PictureSeen:
    """What a room shows of its picture at a moment, in one statement; none unless it is on air."""
    if live.state is not SessionState.ON_AIR or live.started_at is None:
        return PictureSeen()
    take = select(Take.id).where(Take.session_id == live.id).order_by(Take.number.desc()).limit(1)
    caption = select(Caption.id).where(Caption.session_id == live.id).order_by(Caption.created_at.desc()).limit(1)
    found = await session.execute(
        select(Take, Caption)
        .select_from(LiveSession)
        .outerjoin(Take, and_(Take.id == take.scalar_subquery(), LiveSession.id == live.id))
        .outerjoin(Caption, and_(Caption.id == caption.scalar_subquery(), LiveSession.id == live.id))
        .where(LiveSession.id == live.id)
        .execution_options(populate_existing=True)
    )
    return _seen(found.one(), live.started_at, moment)


def _seen(row: Row[Take | None, Caption | None], begun: datetime, moment: datetime) -> PictureSeen:
    take, caption = row
    return PictureSeen(
        None if take is None else _video(take, begun, moment), None if caption is None else _caption(caption, moment)
    )


def _video(take: Take, begun: datetime, moment: datetime) -> VideoSeen | None:
    """A publisher who said farewell, or did before the session went on air, is not waited for."""
    if take.ended_at is not None and (take.end_reason is TakeEnd.LEFT or take.ended_at < begun):
        return None
    if take.ended_at is not None:
        state, since = VideoState.WAITING, take.ended_at
    elif moment - take.seen_at > LOST_AFTER:
        state, since = VideoState.WAITING, take.seen_at
    else:
        state, since = VideoState.LIVE, take.created_at
    return VideoSeen(state=state, take=take.number, sound=take.sound, since=since)


def _caption(caption: Caption, moment: datetime) -> CaptionSeen | None:
    until = caption.created_at + timedelta(seconds=caption.seconds)
    return CaptionSeen(text=caption.text, since=caption.created_at, until=until) if until > moment else None
