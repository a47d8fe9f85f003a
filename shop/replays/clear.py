"""Clear away the files of what was closed; what is evidence is held apart until it is none any more."""

from uuid import UUID

import msgspec
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.replays.models import Clip, ClipState, Replay, ReplayState
from shop.replays.names import clip_folder, held_folder
from shop.replays.remove import argued, stopped
from shop.replays.rules import Course, TakeSum
from shop.replays.sums import sum_takes
from shop.video.names import folder, piece_of
from shop.video.storage import Storage

A_FEW = 20  # of a kind in one round


class Closed(msgspec.Struct, frozen=True):
    """A replay whose files are to go, or, as evidence, to be held."""

    replay_id: UUID
    session_id: UUID
    evidence: bool


async def clear_closed(sessions: Sessions, storage: Storage) -> None:
    """Clear what was closed and is nobody's to build, what was held and is evidence no more, and clips taken back.

    Safe to repeat and to be killed: what is not marked is cleared again.

    Raises:
        Unavailable: the storage is away; nothing is marked.
    """
    async with short(sessions) as session:
        closed, over, clips = await _closed(session), await _over(session), await _clips(session)
    for one in closed:
        course = Course(spans=[], takes=await _hold(storage, str(one.session_id))) if one.evidence else None
        await storage.remove(folder(str(one.session_id)))
        async with short(sessions) as session:
            await _mark(session, one, course)
    for replay_id, session_id in over:
        await storage.remove(held_folder(str(session_id)))
        async with short(sessions) as session:
            await session.execute(update(Replay).where(Replay.id == replay_id).values(held=False))
    for clip_id, session_id in clips:
        await storage.remove(folder(str(session_id)) + clip_folder(clip_id))
        async with short(sessions) as session:
            await session.execute(update(Clip).where(Clip.id == clip_id).values(cleared_at=shop_now()))


async def _hold(storage: Storage, stream: str) -> list[TakeSum]:
    """Keep copies of all but what was made of it where no address leads, and sum them up; a file in memory at a time.

    What is summed up are the copies, whichever round made them.
    """
    here, there = folder(stream), held_folder(stream)
    made = (f"{here}replay/", f"{here}clips/")
    async for name in storage.names(here):
        if not name.startswith(made):
            content = await storage.get(name)
            if content is not None:
                await storage.put(there + name.removeprefix(here), content)
    held = [piece_of(name.removeprefix(there)) async for name in storage.names(there)]
    return await sum_takes(storage, there, [piece for piece in held if piece is not None])


async def _closed(session: AsyncSession) -> list[Closed]:
    evidence = or_(argued(), stopped()) & (Replay.state == ReplayState.REMOVED)
    rows = await session.execute(
        select(Replay.id, Replay.session_id, evidence)
        .where(Replay.closed_at.is_not(None), Replay.cleared_at.is_(None))
        .where(or_(Replay.claimed_until.is_(None), Replay.claimed_until < shop_now()))
        .order_by(Replay.closed_at)
        .limit(A_FEW)
    )
    return [Closed(*row) for row in rows]


async def _over(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    rows = await session.execute(
        select(Replay.id, Replay.session_id).where(Replay.held, ~argued(), ~stopped()).order_by(Replay.id).limit(A_FEW)
    )
    return [(row[0], row[1]) for row in rows]


async def _clips(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    rows = await session.execute(
        select(Clip.id, Replay.session_id)
        .join(Replay, Replay.id == Clip.replay_id)
        .where(Clip.state == ClipState.REMOVED, Clip.cleared_at.is_(None))
        .order_by(Clip.id)
        .limit(A_FEW)
    )
    return [(row[0], row[1]) for row in rows]


async def _mark(session: AsyncSession, one: Closed, course: Course | None) -> None:
    left = msgspec.to_builtins(course)
    await session.execute(
        update(Replay)
        .where(Replay.id == one.replay_id)
        .values(cleared_at=shop_now(), held=one.evidence, claim=None, claimed_until=None, course=left)
        .execution_options(synchronize_session=False)
    )
