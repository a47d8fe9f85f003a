"""One HTTP call to a carrier: bounded in time and size, its failures in our words."""

from collections.abc import Mapping
from typing import TypeVar

import httpx
import msgspec

from shop.carriers.errors import CarrierAway, CarrierRefused

TIMEOUT = httpx.Timeout(6.0, connect=3.0)  # seconds; a buyer waits for it
MOST_BYTES = 1_000_000  # of an answer
SERVER_FAULT = 500

AnswerT = TypeVar("AnswerT")


class Wire(msgspec.Struct, frozen=True):
    """A client and where a carrier listens."""

    client: httpx.AsyncClient
    base: str  # without a trailing slash

    async def get(
        self, path: str, kind: type[AnswerT], *, query: Mapping[str, str | int], headers: Mapping[str, str]
    ) -> AnswerT:
        """Ask with GET and read the answer as `kind`.

        Raises:
            CarrierAway, CarrierRefused.
        """
        return await self._call(httpx.Request("GET", f"{self.base}{path}", params=dict(query), headers=headers), kind)

    async def post(self, path: str, kind: type[AnswerT], *, body: object, headers: Mapping[str, str]) -> AnswerT:
        """Ask with POST and a JSON body. Raises as `get`."""
        sent = {**headers, "content-type": "application/json"}
        content = msgspec.json.encode(body)
        return await self._call(httpx.Request("POST", f"{self.base}{path}", content=content, headers=sent), kind)

    async def _call(self, request: httpx.Request, kind: type[AnswerT]) -> AnswerT:
        request.extensions["timeout"] = TIMEOUT.as_dict()
        try:
            reply = await self.client.send(request)
        except httpx.HTTPError:
            raise CarrierAway from None
        if reply.status_code >= SERVER_FAULT:
            raise CarrierAway
        if len(reply.content) > MOST_BYTES:
            raise CarrierRefused("answer too long")
        try:
            return msgspec.json.decode(reply.content, type=kind)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise CarrierRefused(f"HTTP {reply.status_code}: {reply.text[:100]}") from None
