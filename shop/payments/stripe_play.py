"""While Stripe is played, the web process sends its notices: through the front door, as Stripe would."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from config.settings import Settings
from shop.core.db import Sessions
from shop.payments.sandbox.stripe.tell import tell_on
from shop.payments.stripe_connect import NOWHERE, played_secret

ADDRESS = "/api/v1/payments/stripe/webhook"


class Door:
    """Our own address, reached without a wire."""

    def __init__(self, app: object) -> None:
        served: Any = app  # the two frameworks spell ASGI's types differently
        transport = httpx.ASGITransport(served, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=NOWHERE)

    async def post(self, body: bytes, signature: str) -> int:
        """Hand over a notice; the status it is answered with."""
        headers = {"stripe-signature": signature, "content-type": "application/json"}
        return (await self._client.post(ADDRESS, content=body, headers=headers)).status_code


@asynccontextmanager
async def playing(settings: Settings, sessions: Sessions, app: object) -> AsyncIterator[None]:
    """Send the notices of the played Stripe as long as this is open; nothing where Stripe is real."""
    if settings.env == "production" or settings.stripe_secret_key:
        yield
        return
    sending = asyncio.create_task(tell_on(sessions, played_secret(settings), Door(app).post))
    try:
        yield
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
