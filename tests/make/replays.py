"""Sessions that are over and were filmed, and their replays."""

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import select

from shop.broadcast.keeping import open_storage
from shop.broadcast.models import Caption
from shop.core.db import short
from shop.livestream.models import Comment, Pin
from shop.markets.models import SessionState
from shop.replays.begin import begin_replay
from shop.replays.build import build_replay
from shop.replays.claim import claim_replay
from shop.replays.models import Replay, ReplayState
from shop.replays.rules import Course, ms_of
from tests.make import livestream, video

AGO = timedelta(hours=1)


async def over(session, settings, *, goods=2, filmed=True, began=None, lasts=60, **stall_facts):
    """A stall whose session went on air an hour ago for `lasts` seconds; filmed in the first eleven, and from 20 on.

    The first product is pinned from second 1 to 6, the second from 5 to the end.
    """
    stall = await livestream.stall(session, goods=goods, **stall_facts)
    live = stall.live
    live.started_at = began or (datetime.now(UTC) - AGO).replace(microsecond=0)
    live.state, live.ended_at = SessionState.ENDED, live.started_at + timedelta(seconds=lasts)
    pinned = [(1, 6), (5, lasts)]
    for variant, (since, until) in zip(stall.variants, pinned, strict=False):
        session.add(
            Pin(
                session_id=live.id,
                variant_id=variant.id,
                created_at=live.started_at + timedelta(seconds=since),
                unpinned_at=live.started_at + timedelta(seconds=until),
                unpin_reason="tests",
            )
        )
    await session.flush()
    if filmed:
        first = await video.take(settings, live.id, ms_of(live.started_at))
        await video.take(settings, live.id, ms_of(live.started_at) + 20_000, number=2, first=len(first) + 1)
        await video.still(settings, live.id, ms_of(live.started_at) + 6_000)
    return stall


async def begun(session, live):
    """Its replay, old enough to be built."""
    await begin_replay(session, live.id)
    found = (await session.scalars(select(Replay).where(Replay.session_id == live.id))).one()
    found.created_at -= timedelta(minutes=1)
    await session.flush()
    return found


def settled(live, state):
    """A replay of the session that is built, or was removed."""
    replay = Replay(session_id=live.id, state=state, course=msgspec.to_builtins(Course([])))
    if state is ReplayState.REMOVED:
        replay.closed_at, replay.closed_by, replay.closed_why = datetime.now(UTC), "tests", "tests"
    return replay


async def work(sessions, settings):
    """One turn of a builder; whether there was something to build."""
    async with short(sessions) as session:
        claim = await claim_replay(session)
    if claim is not None:
        await build_replay(sessions, open_storage(settings), claim)
    return claim is not None


async def ready(session, sessions, settings, **facts):
    """A stall with its replay built."""
    stall = await over(session, settings, **facts)
    await begun(session, stall.live)
    await session.commit()
    await work(sessions, settings)
    return stall


async def say(session, stall, second, text, **facts):
    """A comment said in that second of the session."""
    comment = Comment(
        session_id=stall.live.id,
        client_id=f"client-{second}-{len(text)}",
        name="Lan",
        text=text,
        created_at=stall.live.started_at + timedelta(seconds=second),
        **facts,
    )
    session.add(comment)
    await session.flush()
    return comment


async def caption(session, stall, second, text):
    """A line the host typed in that second of the session, for five seconds."""
    line = Caption(
        session_id=stall.live.id,
        client_id=f"caption-{second}",
        text=text,
        seconds=5,
        said_by=stall.host.id,
        created_at=stall.live.started_at + timedelta(seconds=second),
    )
    session.add(line)
    await session.flush()
