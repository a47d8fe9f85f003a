"""What the host of a session on air should know now."""

from collections.abc import Sequence

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.livestream.room import LineUpItem
from shop.markets.models import SessionState
from shop.markets.queries import Stall
from shop.reports.rules import FALL_WITHIN, Alarm, DeskFacts, Pinned, alarms_of

_DESK = text(sql("reports/desk")).bindparams(bindparam("session", type_=Uuid))


async def alarms_at(session: AsyncSession, stall: Stall, items: Sequence[LineUpItem]) -> list[Alarm]:
    """The warnings of a session just read with its line-up, the worst first: one statement; none when off air."""
    live = stall.live
    if live.state is not SessionState.ON_AIR or live.started_at is None:
        return []
    row = (await session.execute(_DESK, {"session": live.id, "minutes": FALL_WITHIN})).one()
    return alarms_of(
        DeskFacts(
            now=stall.now,
            started_at=live.started_at,
            ends_at=live.ends_at,
            host_seen_at=live.host_seen_at,
            pinned=[Pinned(item.name, _left(item)) for item in items if item.pinned and item.on_sale],
            pinned_at=row.pinned_at,
            waiting=row.waiting,
            waiting_since=row.since,
            viewers=row.viewers,
        )
    )


def _left(item: LineUpItem) -> int:
    return item.available if item.left is None else min(item.available, item.left)
