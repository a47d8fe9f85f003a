"""Build a replay from the segments that were kept: its frozen list, its course, its seekable files."""

import asyncio
import contextlib

import structlog

from shop.core.db import Sessions, short
from shop.core.errors import Unavailable
from shop.replays.claim import Claim, ClaimLost, Hold, finish_replay, give_up, is_closed
from shop.replays.film import write_files
from shop.replays.names import PIECES, still_of
from shop.replays.rules import Course, on_air, spans_of
from shop.replays.sums import sum_takes
from shop.video.names import Piece, folder, piece_name, piece_of
from shop.video.storage import Storage

log = structlog.get_logger("replays")


async def build_replay(sessions: Sessions, storage: Storage, claim: Claim) -> None:
    """Build what was claimed. Safe to repeat and to be killed: the next builder writes the same bytes again.

    A replay that was removed meanwhile stays so, and what was written for it is removed again.
    """
    hold = Hold(sessions, claim)
    keeper = asyncio.create_task(hold.keep())
    try:
        course = await _film(storage, claim, hold)
        hold.check()
        async with short(sessions) as session:
            shown = await finish_replay(session, claim, course)
    except ClaimLost:
        shown = False
    except Unavailable:
        log.warning("replay waits for its storage", session=str(claim.session_id))
        shown = False
    finally:
        hold.lost = True  # whatever still works for it stops
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper
    if not shown:
        await _leave(sessions, storage, claim)


async def _leave(sessions: Sessions, storage: Storage, claim: Claim) -> None:
    async with short(sessions) as session:
        closed = await is_closed(session, claim.replay_id)
    if closed:
        await storage.remove(f"{folder(str(claim.session_id))}replay/")
    async with short(sessions) as session:
        await give_up(session, claim)


async def _film(storage: Storage, claim: Claim, hold: Hold) -> Course | None:
    """What there is to see, frozen; None: nothing."""
    pieces, stills = await _kept(storage, claim)
    if not pieces:
        return None
    hold.check()
    here = folder(str(claim.session_id))
    await storage.put(here + PIECES, "\n".join(map(piece_name, pieces)).encode())
    step = hold.step(3 * len(pieces))
    files = await write_files(storage, str(claim.session_id), pieces, step)
    takes = await sum_takes(storage, here, pieces, step)
    return Course(spans=spans_of(pieces), files=files, stills=stills, takes=takes)


async def _kept(storage: Storage, claim: Claim) -> tuple[list[Piece], list[int]]:
    here = folder(str(claim.session_id))
    names = [name.removeprefix(here) async for name in storage.names(here)]
    pieces = on_air((piece for name in names if (piece := piece_of(name)) is not None), claim.began, claim.ended)
    moments = (moment for name in names if (moment := still_of(name)) is not None)
    return pieces, sorted(moment for moment in moments if claim.began <= moment < claim.ended)
