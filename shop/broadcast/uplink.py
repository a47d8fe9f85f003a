"""A host's uplink, measured before air: bytes that are counted as they come, and thrown away."""

import asyncio
from collections.abc import AsyncIterator

from shop.broadcast.errors import UploadUnfinished
from shop.broadcast.keys import refuse_over
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.markets.guards import require_host

MOST = 700_000  # bytes of one request: two seconds of the best picture
PATIENCE = 8.0  # seconds they may take


class Uplink:
    """Counts what hosts send to measure their way to the shop. No connection to the database is held meanwhile."""

    def __init__(self, sessions: Sessions, patience: float = PATIENCE) -> None:
        self._sessions = sessions
        self._patience = patience

    async def measure(self, actor: Actor, slug: str, body: AsyncIterator[bytes]) -> int:
        """The bytes that came. Who may not publish is refused before any is read.

        Raises:
            UploadUnfinished: they did not all come in their time.
            SessionOver: the session takes no picture any more.
            SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
        """
        async with short(self._sessions) as session:
            await refuse_over(session, await require_host(session, actor, slug))
        came = 0
        try:
            async with asyncio.timeout(self._patience):
                async for part in body:
                    came += len(part)
        except TimeoutError:
            raise UploadUnfinished from None
        return came
