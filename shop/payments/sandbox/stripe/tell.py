"""The played Stripe's notices: signed as its client verifies, sent until they are taken."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.payments.sandbox.stripe.faults import Json
from shop.payments.sandbox.stripe.models import SandboxNotice, SandboxObject

AT_ONCE = 50
TRIES = 20  # after so many nobody is there who takes it
AGAIN = timedelta(seconds=5)
REFUSED = 300  # the first status that is no thanks
LOOK = 0.2  # seconds between two looks

Post = Callable[[bytes, str], Awaitable[int]]
"""Hand a body and its signature to our address; the status it answers."""

log = structlog.get_logger("payments")


def sign(body: bytes, secret: str, moment: int) -> str:
    """The header Stripe-Signature."""
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


async def tell_due(sessions: Sessions, secret: str, post: Post) -> int:
    """Send what is due; how many were tried. What is not taken comes again. Several may run."""
    async with short(sessions) as session:
        due = await session.scalars(
            select(SandboxNotice)
            .where(SandboxNotice.sent_at.is_(None), SandboxNotice.attempts < TRIES, SandboxNotice.due_at <= shop_now())
            .order_by(SandboxNotice.due_at, SandboxNotice.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        sending = list(due)
        if not sending:
            return 0
        moment = await now(session)
        for notice in sending:
            notice.attempts += 1
            notice.due_at = moment + AGAIN
        events = await session.execute(
            select(SandboxObject.id, SandboxObject.body).where(SandboxObject.id.in_([one.event_id for one in sending]))
        )
        bodies: dict[str, Json] = {row.id: row.body for row in events}
    for notice in sending:
        body = msgspec.json.encode(bodies[notice.event_id])
        if await post(body, sign(body, secret, int(moment.timestamp()))) < REFUSED:
            async with short(sessions) as session:
                kept = await session.get_one(SandboxNotice, notice.id)
                kept.sent_at = await now(session)
    return len(sending)


async def tell_on(sessions: Sessions, secret: str, post: Post) -> None:
    """Send notices until the task is cancelled; a database that is away is asked again."""
    while True:
        try:
            sent = await tell_due(sessions, secret, post)
        except (SQLAlchemyError, OSError) as error:
            log.warning("sandbox_waits", error=type(error).__name__)
            sent = 0
        if not sent:
            await asyncio.sleep(LOOK)
