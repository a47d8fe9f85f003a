"""Count orders, talk and viewers of sessions from their own rows; each fact is counted once."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import ARRAY, Boolean, Row, Uuid, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.money import Dong
from shop.reports.figures import Minute, Sales, Viewers
from shop.reports.models import SessionAudience, SessionMinute

_SESSIONS = bindparam("sessions", type_=ARRAY(Uuid))
_PRODUCER = bindparam("producer", type_=Uuid)
_FIGURES = text(sql("reports/figures")).bindparams(_SESSIONS, _PRODUCER, bindparam("graded", type_=Boolean))
_BOOKED = text(sql("reports/booked")).bindparams(_SESSIONS, _PRODUCER)
_TALK = text(sql("reports/talk")).bindparams(_SESSIONS)
K = TypeVar("K")


class _Level(IntEnum):
    """What a row of the statement is grouped by, as SQL's grouping() tells it."""

    MINUTE = 0b0111
    PRODUCT = 0b1011
    PLACE = 0b1101
    STARS = 0b1110
    ALL = 0b1111


class Bought(msgspec.Struct, frozen=True):
    """What was bought in some sessions, divided five ways; each way adds up to the same."""

    minutes_of: dict[UUID, dict[datetime, Sales]]
    by_session: dict[UUID, Sales]
    by_minute: dict[datetime, Sales]
    by_product: dict[UUID, Sales]
    by_place: dict[UUID, Sales]
    by_stars: dict[int, Sales]


async def count_bought(
    session: AsyncSession, sessions: Sequence[UUID], producer_id: UUID | None = None, *, graded: bool = False
) -> Bought:
    """What was bought in these sessions, of everybody or of one producer: one statement; by stars when `graded`."""
    found = Bought(minutes_of={}, by_session={}, by_minute={}, by_product={}, by_place={}, by_stars={})
    wanted = {"sessions": list(sessions), "producer": producer_id, "graded": graded}
    for row in await session.execute(_FIGURES, wanted):
        match row.level:
            case _Level.MINUTE:
                _add(found.by_minute, row.minute, row)
                _add(found.minutes_of.setdefault(row.session_id, {}), row.minute, row)
            case _Level.PRODUCT:
                _add(found.by_product, row.product_id, row)
            case _Level.PLACE:
                _add(found.by_place, row.place_id, row)
            case _Level.STARS if row.stars is not None:
                _add(found.by_stars, row.stars, row)
            case _Level.ALL:
                _add(found.by_session, row.session_id, row)
    return found


async def count_minutes(
    session: AsyncSession, sessions: Sequence[UUID], bought: Bought, *, talk: bool = True
) -> list[Minute]:
    """Minute by minute what was bought, said and seen; of several sessions together."""
    viewers = await _viewers_by_minute(session, sessions)
    said = await _talk(session, sessions) if talk else {}
    return [
        Minute(
            at=at,
            viewers=viewers.get(at, (0, 0))[0],
            seen=viewers.get(at, (0, 0))[1],
            comments=said.get(at, 0),
            sales=bought.by_minute.get(at, Sales()),
        )
        for at in sorted({*viewers, *said, *bought.by_minute})
    ]


async def count_booked(
    session: AsyncSession, sessions: Sequence[UUID], producer_id: UUID | None = None
) -> tuple[Dong, Dong]:
    """What the ledger has of it: what buyers paid for goods they got, and what of that went back."""
    row = (await session.execute(_BOOKED, {"sessions": list(sessions), "producer": producer_id})).one()
    return row.sold, row.back


async def count_viewers(session: AsyncSession, sessions: Sequence[UUID]) -> dict[UUID, Viewers]:
    """The viewers of each session, as far as somebody counted them."""
    rows = await session.execute(
        select(
            SessionMinute.session_id,
            func.max(SessionMinute.viewers),
            func.max(func.greatest(SessionMinute.seen, SessionAudience.seen)),
            func.count(),
        )
        .outerjoin(SessionAudience, SessionAudience.session_id == SessionMinute.session_id)
        .where(SessionMinute.session_id.in_(sessions))
        .group_by(SessionMinute.session_id)
    )
    return {row[0]: Viewers(peak=row[1], seen=row[2], minutes=row[3]) for row in rows}


async def _viewers_by_minute(session: AsyncSession, sessions: Sequence[UUID]) -> dict[datetime, tuple[int, int]]:
    rows = await session.execute(
        select(SessionMinute.minute, func.sum(SessionMinute.viewers), func.sum(SessionMinute.seen))
        .where(SessionMinute.session_id.in_(sessions))
        .group_by(SessionMinute.minute)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


async def _talk(session: AsyncSession, sessions: Sequence[UUID]) -> dict[datetime, int]:
    said: dict[datetime, int] = {}
    for row in await session.execute(_TALK, {"sessions": list(sessions)}):
        said[row.minute] = said.get(row.minute, 0) + row.comments
    return said


def _add(sums: dict[K, Sales], key: K, row: Row[Any]) -> None:
    sums[key] = sums.get(key, Sales()) + _sales(row)


def _sales(row: Row[Any]) -> Sales:
    return Sales(
        placed=row.placed,
        orders=row.orders,
        expired=row.expired,
        pieces=row.pieces,
        value=row.value,
        had=row.had,
        lost=row.lost,
    )
