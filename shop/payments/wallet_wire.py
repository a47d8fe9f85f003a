"""One call to VNPAY or MoMo: bounded in time and size, its failures in our words."""

from typing import TypeVar

import httpx
import msgspec

from shop.payments.errors import ProviderAway

PATIENCE = 30.0  # seconds; both ask for no less, for a refund is not taken back by hanging up
BUYER_WAITS = 12.0  # seconds a buyer looks at an empty page
MOST_BYTES = 200_000  # of an answer
SERVER_FAULT = 500

AnswerT = TypeVar("AnswerT")


class Wire(msgspec.Struct, frozen=True):
    """A client, and where the provider listens."""

    client: httpx.AsyncClient
    base: str  # without a trailing slash

    async def post(self, path: str, kind: type[AnswerT], body: object, *, patience: float = PATIENCE) -> AnswerT:
        """Ask with a JSON body and read the answer as `kind`.

        Raises:
            ProviderAway: no answer, or none that can be read: it may have happened nevertheless.
        """
        request = httpx.Request(
            "POST",
            f"{self.base}{path}",
            content=msgspec.json.encode(body),
            headers={"content-type": "application/json; charset=UTF-8"},
            extensions={"timeout": httpx.Timeout(patience, connect=3.0).as_dict()},
        )
        try:
            reply = await self.client.send(request)
        except httpx.HTTPError:
            raise ProviderAway from None
        if reply.status_code >= SERVER_FAULT or len(reply.content) > MOST_BYTES:
            raise ProviderAway
        try:
            return msgspec.json.decode(reply.content, type=kind, strict=False)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise ProviderAway from None
