"""Works the first attempts of gathered deliveries in one transaction: what they read and write is shared."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.core.events import Event, read_event
from shop.core.outbox import OutboxDelivery, OutboxEvent
from shop.core.request_id import begin_request
from workers.attempt import WHAT, Attempt, is_open
from workers.outbox import find_subscriber, gathered_names
from workers.runtime import TIME_LIMIT
from workers.subscribe import Subscriber

log = structlog.get_logger("workers.deliveries")


async def work_together(sessions: Sessions, ids: Sequence[UUID]) -> set[UUID]:
    """Work those of `ids` that are gathered and untried, all or none; return which are done now.

    Whatever goes wrong undoes all of it, marks and attempts too: the caller then tries each alone, so that one
    bad event becomes a dead letter and its neighbours are worked.
    """
    if len(ids) == 1:
        return set()
    try:
        async with asyncio.timeout(TIME_LIMIT), short(sessions) as session:
            taken = [Attempt(*row) for row in await session.execute(_take(ids))]
            await _run(session, taken)
    except Exception as error:
        log.exception("gathered work failed; trying one by one", error=type(error).__name__)
        return set()
    return {one.id for one in taken}


def _take(ids: Sequence[UUID]) -> ReturningUpdate[Any]:
    """Mark as done, as each alone would be: they hold if the work does. What is in other hands is passed over."""
    gathered = (OutboxDelivery.subscriber.in_(gathered_names()), OutboxDelivery.attempts == 0, *is_open())
    free = (
        select(OutboxDelivery.id)
        .where(OutboxDelivery.id.in_(ids), *gathered)
        .order_by(OutboxDelivery.id)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OutboxDelivery)
        .where(OutboxDelivery.id.in_(free), OutboxEvent.id == OutboxDelivery.event_id)
        .values(attempts=1, done_at=shop_now())
        .returning(*WHAT)
    )


async def _run(session: AsyncSession, taken: Sequence[Attempt]) -> None:
    begin_request()
    facts: defaultdict[Subscriber[Event], list[tuple[UUID, Event]]] = defaultdict(list)
    for one in sorted(taken, key=lambda each: each.event_id):
        facts[find_subscriber(one.kind, one.subscriber)].append((one.event_id, read_event(one.kind, one.payload)))
    for subscriber, events in facts.items():
        if subscriber.together is not None:
            await subscriber.together(session, events)
