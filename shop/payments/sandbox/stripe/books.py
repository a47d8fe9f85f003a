"""The books of the played Stripe: objects by their id, all in PostgreSQL, so that every process sees the same."""

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.payments.sandbox.stripe.faults import Json, missing
from shop.payments.sandbox.stripe.models import SandboxNotice, SandboxObject

API_VERSION = "2026-10-28.endive"
MANNER = "manner"  # how notices are sent, an object among the others
MOST = 100  # objects of one page


class Books:
    """The books, open in one transaction. `address` is where a browser finds the sandbox's pages."""

    def __init__(self, session: AsyncSession, address: str) -> None:
        self.session = session
        self.address = address

    async def get(self, kind: str, name: str, *, lock: bool = False) -> Json:
        """An object; locked until the transaction ends where that is asked.

        Raises:
            StripeFault: there is none.
        """
        found = await self.find(kind, name, lock=lock)
        if found is None:
            raise missing(kind, name)
        return found

    async def find(self, kind: str, name: str, *, lock: bool = False) -> Json | None:
        """The same, or None."""
        query = select(SandboxObject.body).where(SandboxObject.id == name, SandboxObject.kind == kind)
        body: Json | None = await self.session.scalar(query.with_for_update() if lock else query)
        return body

    async def keep(self, body: Json) -> None:
        """Write an object as it is now."""
        kind = body["object"]
        row = {"id": body["id"], "kind": kind, "intent": body.get("payment_intent"), "body": body}
        kept = insert(SandboxObject).values(row)
        await self.session.execute(kept.on_conflict_do_update(index_elements=["id"], set_={"body": kept.excluded.body}))

    async def of_intent(self, kind: str, intent: str) -> list[Json]:
        """The charges or refunds of an intent, the oldest first."""
        found = await self.session.scalars(
            select(SandboxObject.body)
            .where(SandboxObject.kind == kind, SandboxObject.intent == intent)
            .order_by(SandboxObject.number)
            .limit(MOST)
        )
        return list(found)

    async def page(self, kind: str, limit: int, after: str | None, since: int) -> tuple[list[Json], bool]:
        """The newest first, those made since a moment (seconds); and whether there are more."""
        created = SandboxObject.body["created"].as_integer()
        query = select(SandboxObject.body).where(SandboxObject.kind == kind, created >= since)
        if after is not None:
            number = select(SandboxObject.number).where(SandboxObject.id == after).scalar_subquery()
            query = query.where(SandboxObject.number < number)
        found = list(await self.session.scalars(query.order_by(SandboxObject.number.desc()).limit(limit + 1)))
        return found[:limit], len(found) > limit

    async def seconds(self) -> int:
        """Now, as Stripe writes it."""
        return int((await now(self.session)).timestamp())

    async def tell(self, kind: str, about: Json) -> None:
        """Write the event `kind` about an object, and send it as the manner says: late, often, in disorder."""
        event = {
            "id": fresh("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": await self.seconds(),
            "data": {"object": about},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": fresh("req"), "idempotency_key": None},
            "type": kind,
        }
        await self.keep(event)
        manner = await self.find(MANNER, MANNER) or {}
        for _ in range(int(manner.get("repeat", 1))):
            late = secrets.randbelow(1000) if manner.get("disorder") else 0
            wait = timedelta(seconds=int(manner.get("delay", 0)), milliseconds=late)
            self.session.add(SandboxNotice(event_id=event["id"], due_at=shop_now() + wait))
        await self.session.flush()


def fresh(prefix: str) -> str:
    """An id of Stripe's kind."""
    return f"{prefix}_{secrets.token_hex(12)}"
