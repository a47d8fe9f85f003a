"""Sends the ids of deliveries to Celery. A broker that is down only delays: what was not sent is claimed again."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from uuid import UUID

import msgspec
import structlog
from celery import Celery
from kombu.exceptions import KombuError
from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import OutboxDelivery
from workers.app import WORK_TASK
from workers.outbox import gathered_names

BATCH = 100  # ids of one message
CLAIM = 1000  # deliveries of one claim
SLOWEST = 4  # a failing delivery waits at most 2**4 times as long as a lost one

log = structlog.get_logger("workers.relay")


class Claimed(msgspec.Struct, frozen=True, order=True):
    """A delivery whose wake-up this relay is about to send."""

    queue: str
    id: UUID


async def claim_unsent(session: AsyncSession, *, gathered: bool = False) -> list[Claimed]:
    """Take deliveries never sent, oldest first; `sent_at` says that somebody has taken them.

    `gathered` takes those that are worked together, and only them.
    """
    together = OutboxDelivery.subscriber.in_(gathered_names())
    unsent = _waiting().where(OutboxDelivery.sent_at.is_(None), together if gathered else ~together)
    return await _claim(session, unsent.order_by(OutboxDelivery.id))


async def claim_due(session: AsyncSession, resend_after: timedelta) -> list[Claimed]:
    """Take deliveries sent long ago and not done: lost on the way, or failed; failures wait longer each time.

    A delivery being worked right now is locked by its worker and passed over.
    """
    pause = resend_after * func.power(2, func.least(func.greatest(OutboxDelivery.attempts - 1, 0), SLOWEST))
    due: ColumnElement[bool] = OutboxDelivery.sent_at + pause <= shop_now()
    return await _claim(
        session,
        _waiting().where(OutboxDelivery.sent_at <= shop_now() - resend_after, due).order_by(OutboxDelivery.sent_at),
    )


async def unclaim(session: AsyncSession, claimed: Sequence[Claimed]) -> None:
    """Say that `claimed` could not be sent after all."""
    ids = [one.id for one in claimed]
    await session.execute(
        update(OutboxDelivery).where(OutboxDelivery.id.in_(ids), OutboxDelivery.done_at.is_(None)).values(sent_at=None)
    )


async def send(celery: Celery, claimed: Sequence[Claimed], *, again: bool = False) -> list[Claimed]:
    """Send `claimed` in messages of at most 100 ids, a queue at a time; return what the broker did not take.

    `again` says that they were sent before (see workers/deliveries.py).

    Kombu blocks, so it runs in a thread; `make_celery(…, patience=…)` bounds its waiting.
    """
    return await asyncio.to_thread(_send, celery, sorted(claimed), again)


def _send(celery: Celery, claimed: Sequence[Claimed], again: bool) -> list[Claimed]:
    for at, (queue, batch) in enumerate(batches := _batches(claimed)):
        try:
            celery.send_task(WORK_TASK, args=[[str(one.id) for one in batch], again], queue=queue, retry=False)
        except (KombuError, OSError) as error:
            log.warning("broker does not answer", error=repr(error))
            return [one for _, left in batches[at:] for one in left]
    return []


def _batches(claimed: Sequence[Claimed]) -> list[tuple[str, list[Claimed]]]:
    found: list[tuple[str, list[Claimed]]] = []
    for queue, group in groupby(claimed, key=lambda one: one.queue):
        of_queue = list(group)
        found += [(queue, of_queue[at : at + BATCH]) for at in range(0, len(of_queue), BATCH)]
    return found


def _waiting() -> Select[UUID]:
    return select(OutboxDelivery.id).where(OutboxDelivery.done_at.is_(None), OutboxDelivery.dead_at.is_(None))


async def _claim(session: AsyncSession, rows: Select[UUID]) -> list[Claimed]:
    ids = (await session.scalars(rows.limit(CLAIM).with_for_update(skip_locked=True))).all()
    if not ids:
        return []
    found = await session.execute(
        update(OutboxDelivery)
        .where(OutboxDelivery.id.in_(ids))
        .values(sent_at=shop_now())
        .returning(OutboxDelivery.queue, OutboxDelivery.id)
    )
    return [Claimed(queue, id_) for queue, id_ in found]
