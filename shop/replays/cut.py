"""Cut the clips that were published: each a short file of its own."""

from datetime import timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.db import Sessions, short
from shop.replays.film import first_head, write_file
from shop.replays.models import Clip, ClipState, Replay, ReplayState
from shop.replays.names import PIECES, clip_folder, clip_name
from shop.video.errors import MediaBroken
from shop.video.names import folder, piece_of
from shop.video.storage import Storage
from shop.video.whole import pieces_between

HELD_FOR = timedelta(minutes=2)  # a clip nobody has cut by then is another's to cut

log = structlog.get_logger("replays")


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A clip to be cut: what was filmed from `starts` to `ends` (ms of Unix time)."""

    clip_id: UUID
    session_id: UUID
    starts: int
    ends: int


async def claim_clip(session: AsyncSession) -> Cut | None:
    """Take the oldest clip nobody cuts; None when there is none. Two workers never get the same one."""
    moment = await now(session)
    row = (
        await session.execute(
            select(Clip, Replay.session_id)
            .join(Replay, Replay.id == Clip.replay_id)
            .where(Clip.state == ClipState.CUTTING, Replay.state == ReplayState.READY)
            .where(or_(Clip.claimed_until.is_(None), Clip.claimed_until < moment))
            .order_by(Clip.id)
            .limit(1)
            .with_for_update(of=Clip, skip_locked=True)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        return None
    clip, session_id = row
    clip.claimed_until = moment + HELD_FOR
    return Cut(clip_id=clip.id, session_id=session_id, starts=clip.starts, ends=clip.ends)


async def cut_clip(sessions: Sessions, storage: Storage, cut: Cut) -> None:
    """Cut what was claimed. Safe to repeat: the same bytes are written again.

    What was taken back meanwhile, or whose replay was, stays so, and its file is removed again.

    Raises:
        Unavailable: the storage is away; the clip is cut later.
    """
    try:
        size = await _write(storage, cut)
    except MediaBroken as broken:
        log.warning("a clip cannot be cut", clip=str(cut.clip_id), why=broken.why)
        size = None
    async with short(sessions) as session:
        shown = await _finish(session, cut.clip_id, size)
    if not shown:
        await storage.remove(folder(str(cut.session_id)) + clip_folder(cut.clip_id))


async def _write(storage: Storage, cut: Cut) -> int:
    stream = str(cut.session_id)
    names = (await storage.get(folder(stream) + PIECES) or b"").decode().splitlines()
    pieces = [piece for name in names if (piece := piece_of(name)) is not None]
    wanted = pieces_between(pieces, cut.starts, cut.ends)
    if not wanted:
        raise MediaBroken("nothing was kept of it")
    shown = await first_head(storage, stream, wanted)
    return await write_file(storage, stream, shown, clip_name(cut.clip_id), _go_on)


def _go_on() -> None:
    """A clip is short: nothing stops it on the way."""


async def _finish(session: AsyncSession, clip_id: UUID, size: int | None) -> bool:
    """Show the clip, or with no `size` say that it is broken; False where nobody may see it."""
    open_one = select(Replay.id).where(Replay.id == Clip.replay_id, Replay.state == ReplayState.READY).exists()
    state = ClipState.BROKEN if size is None else ClipState.READY
    done = await session.scalar(
        update(Clip)
        .where(Clip.id == clip_id, Clip.state == ClipState.CUTTING, open_one)
        .values(state=state, size=size, claimed_until=None)
        .returning(Clip.id)
        .execution_options(synchronize_session=False)
    )
    return done is not None and size is not None
