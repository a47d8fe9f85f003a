"""Works deliveries: one event for one subscriber, exactly once, however often its wake-up arrives."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from celery import current_task
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.core.events import read_event
from shop.core.outbox import OutboxDelivery, OutboxEvent
from shop.core.request_id import begin_request
from workers.app import WORK_TASK
from workers.attempt import WHAT, Attempt, is_open
from workers.outbox import find_subscriber
from workers.runtime import TIME_LIMIT, Worker, program
from workers.together import work_together

BATCH_LIMIT = 120.0  # seconds of one message; what is left then is sent again
ERROR_LENGTH = 2000  # characters kept of an error

log = structlog.get_logger("workers.deliveries")


@program(WORK_TASK, "live")
async def work(worker: Worker, ids: list[str], again: bool = False) -> None:
    """Work the deliveries `ids`, each in its own transaction or some together; a failure never stops its neighbours.

    `again` says that the relay sends them another time; the broker marks what a vanished worker gave back.
    """
    again = again or bool((current_task.request.delivery_info or {}).get("redelivered"))
    attempts = worker.settings.delivery_attempts
    await work_deliveries(worker.sessions, [UUID(one) for one in ids], attempts, again=again)


async def work_deliveries(sessions: Sessions, ids: Sequence[UUID], attempts: int, *, again: bool = False) -> int:
    """Work `ids` and return how many were done now. What is done, dead or in other hands is passed over.

    The first time costs one transaction, or a share of one where work is gathered. `again` counts each attempt
    before its work, so that work which kills its process ends as a dead letter.
    """
    until = time.monotonic() + BATCH_LIMIT
    gathered = set() if again else await work_together(sessions, ids)
    done = len(gathered)
    for one in await _still_open(sessions, ids) if again else [one for one in ids if one not in gathered]:
        if time.monotonic() > until:
            log.warning("batch cut", left=len(ids) - done)
            break
        done += await (work_one(sessions, one, attempts) if again else work_first(sessions, one, attempts))
    return done


async def work_first(sessions: Sessions, delivery_id: UUID, attempts: int) -> bool:
    """Try a delivery, its first attempt in one transaction with its work; True when it is done now."""
    attempt: Attempt | None = None
    try:
        async with asyncio.timeout(TIME_LIMIT), short(sessions) as session:
            row = (await session.execute(_take_untried(delivery_id))).one_or_none()
            if row is not None:
                attempt = Attempt(*row)
                begin_request(attempt.request_id)
                await _run(session, attempt)
    except Exception as error:
        if attempt is None:
            raise
        log.exception("delivery failed", delivery=str(attempt.id), subscriber=attempt.subscriber, try_=1)
        await _note_failure(sessions, attempt, repr(error), dead=attempts <= 1, first=True)
        return False
    return attempt is not None or await work_one(sessions, delivery_id, attempts)


async def work_one(sessions: Sessions, delivery_id: UUID, attempts: int) -> bool:
    """Try one delivery; True when it is done now. After `attempts` failures it is a dead letter."""
    attempt = await _begin_attempt(sessions, delivery_id)
    if attempt is None:
        return False
    begin_request(attempt.request_id)
    if attempt.number > attempts:
        await _note_failure(sessions, attempt, "its worker died each time", dead=True)
        return False
    try:
        async with asyncio.timeout(TIME_LIMIT), short(sessions) as session:
            return await _work(session, attempt)
    except Exception as error:
        log.exception("delivery failed", delivery=str(attempt.id), subscriber=attempt.subscriber, try_=attempt.number)
        await _note_failure(sessions, attempt, repr(error), dead=attempt.number >= attempts)
        return False


async def _work(session: AsyncSession, attempt: Attempt) -> bool:
    """The work and the mark in one transaction. The mark comes first: it locks the row, or finds it in other hands."""
    free = (
        select(OutboxDelivery.id).where(OutboxDelivery.id == attempt.id, *is_open()).with_for_update(skip_locked=True)
    )
    mine = await session.scalar(
        update(OutboxDelivery)
        .where(OutboxDelivery.id == free.scalar_subquery())
        .values(done_at=shop_now(), error=None)
        .returning(OutboxDelivery.id)
    )
    if mine is None:
        return False
    await _run(session, attempt)
    return True


async def _run(session: AsyncSession, attempt: Attempt) -> None:
    event = read_event(attempt.kind, attempt.payload)
    await find_subscriber(attempt.kind, attempt.subscriber).run(session, attempt.event_id, event)


def _take_untried(delivery_id: UUID) -> ReturningUpdate[Any]:
    """Mark a delivery nobody has tried as done and count the attempt: it holds if the work does."""
    untried = (OutboxDelivery.id == delivery_id, OutboxDelivery.attempts == 0, *is_open())
    free = select(OutboxDelivery.id).where(*untried).with_for_update(skip_locked=True)
    return (
        update(OutboxDelivery)
        .where(OutboxDelivery.id == free.scalar_subquery(), OutboxEvent.id == OutboxDelivery.event_id)
        .values(attempts=1, done_at=shop_now())
        .returning(*WHAT)
    )


async def _still_open(sessions: Sessions, ids: Sequence[UUID]) -> Sequence[UUID]:
    """The repeated messages of a backlog cost one read for all their ids; a single id is looked at when it is tried."""
    if len(ids) == 1:
        return ids
    async with short(sessions) as session:
        found = await session.scalars(
            select(OutboxDelivery.id).where(OutboxDelivery.id.in_(ids), *is_open()).order_by(OutboxDelivery.id)
        )
        return found.all()


async def _begin_attempt(sessions: Sessions, delivery_id: UUID) -> Attempt | None:
    """Count the attempt before the work, so that work which kills its process is counted too.

    The count is no promise to anybody: its commit does not wait for the disk.
    """
    free = (
        select(OutboxDelivery.id).where(OutboxDelivery.id == delivery_id, *is_open()).with_for_update(skip_locked=True)
    )
    async with short(sessions) as session:
        row = (
            await session.execute(
                update(OutboxDelivery)
                .where(OutboxDelivery.id == free.scalar_subquery(), OutboxEvent.id == OutboxDelivery.event_id)
                .values(attempts=OutboxDelivery.attempts + 1)
                .returning(
                    *WHAT,
                    func.set_config("synchronous_commit", "off", True),  # for this transaction
                )
            )
        ).one_or_none()
    return None if row is None else Attempt(*row[:-1])


async def _note_failure(sessions: Sessions, attempt: Attempt, error: str, *, dead: bool, first: bool = False) -> None:
    """Keep the error; the count of a `first` attempt went with its transaction and is written here."""
    values: dict[str, object] = {"error": error[:ERROR_LENGTH].replace("\x00", "")}
    if first:
        values["attempts"] = 1
    if dead:
        values["dead_at"] = shop_now()
    async with short(sessions) as session:
        await session.execute(update(OutboxDelivery).where(OutboxDelivery.id == attempt.id, *is_open()).values(values))
    if dead:
        log.error("dead letter", delivery=str(attempt.id), subscriber=attempt.subscriber, event_kind=attempt.kind)
