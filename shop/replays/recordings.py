"""The recordings of a session as its record names them: take by take, what was kept, and until when it is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import SERVERS, Take
from shop.markets.models import LiveSession
from shop.markets.queries import stall_by_slug
from shop.oversight.dossier import Table
from shop.replays.models import Replay
from shop.replays.remove import argued, stopped
from shop.replays.rules import Course, TakeSum

HEADER = (
    "take", "source", "opened_at", "closed_at", "closed_why",
    "filmed_from", "filmed_until", "pieces", "bytes", "sha256",
    "kept", "kept_until", "kept_why",
)  # fmt: skip


class Kept(StrEnum):
    """Where a recording lies."""

    OURS = "with the session"  # as it came in, not summed up yet or for everybody to see
    APART = "apart"  # as evidence, where no address leads
    SERVER = "with the media server"
    NOWHERE = "no more"


class _Held(msgspec.Struct, frozen=True):
    """Where recordings lie, until when, and why so long."""

    where: Kept
    until: str
    why: str


async def recordings(session: AsyncSession, slug: str, keep_days: int) -> Table:
    """A table of the takes of a session. Rehearsals are takes too; sums are of what was filmed while on air.

    What was held as evidence is summed up whole. Before a replay is built there are no sums.

    Raises:
        SessionUnknown: no session has this address.
    """
    live = (await stall_by_slug(session, slug)).live
    row = (await session.execute(select(Replay, argued(), stopped()).where(Replay.session_id == live.id))).one_or_none()
    replay = row[0] if row is not None else None
    held = _held(live, replay, keep_days, argued=bool(row and row[1]), stopped=bool(row and row[2]))
    takes = await session.scalars(select(Take).where(Take.session_id == live.id).order_by(Take.number))
    sums = _sums(replay)
    return Table("ghi-hinh.csv", HEADER, [_row(take, sums, held) for take in takes])


def _held(live: LiveSession, replay: Replay | None, keep_days: int, *, argued: bool, stopped: bool) -> _Held:
    if replay is not None and replay.held:
        return _Held(Kept.APART, "", "stopped by the authority" if stopped else "an open complaint")
    if replay is not None and replay.cleared_at is not None:
        return _Held(Kept.NOWHERE, replay.cleared_at.isoformat(), replay.closed_why or "")
    if argued or stopped:
        return _Held(Kept.OURS, "", "stopped by the authority" if stopped else "an open complaint")
    if live.ended_at is None:
        return _Held(Kept.OURS, "", "")
    return _Held(Kept.OURS, (live.ended_at + timedelta(days=keep_days)).isoformat(), f"{keep_days} days")


def _sums(replay: Replay | None) -> Mapping[int, TakeSum]:
    if replay is None or replay.course is None:
        return {}
    return {one.take: one for one in msgspec.convert(replay.course, Course).takes}


def _row(take: Take, sums: Mapping[int, TakeSum], held: _Held) -> Sequence[object]:
    opened = (take.number, take.source, take.created_at.isoformat(), _time(take.ended_at), take.end_reason or "")
    if take.source in SERVERS:
        return (*opened, "", "", "", "", "", Kept.SERVER, "", "")
    one = sums.get(take.number)
    if one is None:
        return (*opened, "", "", "", "", "", held.where, held.until, held.why)
    filmed = (_moment(one.start), _moment(one.end), one.pieces, one.size, one.sha256)
    return (*opened, *filmed, held.where, held.until, held.why)


def _time(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _moment(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
