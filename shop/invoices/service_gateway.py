"""The service over HTTP: XML there, a little JSON back. The only file that calls it."""

from uuid import UUID

import httpx
import msgspec

from shop.invoices.service import Answer, Issued, Refused, ServiceAway

TIMEOUT = httpx.Timeout(20.0, connect=5.0)  # seconds; a worker waits, no buyer does
MOST_BYTES = 100_000  # of an answer
LONGEST = 100  # signs of a code
_OK, _CREATED, _UNKNOWN, _INVALID = 200, 201, 404, 422


class _Told(msgspec.Struct):
    """What the service says: the authority's code, or why not."""

    authority_code: str = ""
    refusal: str = ""


class HttpService:
    """An `InvoiceService` at an address: POST /invoices, GET /invoices/{key}, with a bearer token."""

    def __init__(self, client: httpx.AsyncClient, base: str, token: str) -> None:
        self._client, self._base = client, base.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}

    async def issue(self, key: UUID, content: bytes) -> Answer:
        """See `InvoiceService`."""
        headers = {**self._headers, "content-type": "application/xml", "idempotency-key": str(key)}
        status, told = await self._call(
            httpx.Request("POST", f"{self._base}/invoices", content=content, headers=headers)
        )
        if status in {_OK, _CREATED} and told.authority_code:
            return Issued(code=told.authority_code[:LONGEST])
        if status == _INVALID and told.refusal:
            return Refused(reason=told.refusal[:LONGEST])
        raise ServiceAway

    async def look_up(self, key: UUID) -> Issued | None:
        """See `InvoiceService`."""
        status, told = await self._call(httpx.Request("GET", f"{self._base}/invoices/{key}", headers=self._headers))
        if status == _OK and told.authority_code:
            return Issued(code=told.authority_code[:LONGEST])
        if status == _UNKNOWN:
            return None
        raise ServiceAway

    async def close(self) -> None:
        """See `InvoiceService`."""
        await self._client.aclose()

    async def _call(self, request: httpx.Request) -> tuple[int, _Told]:
        request.extensions["timeout"] = TIMEOUT.as_dict()
        try:
            reply = await self._client.send(request)
        except httpx.HTTPError:
            raise ServiceAway from None
        if reply.status_code not in {_OK, _CREATED, _UNKNOWN, _INVALID} or len(reply.content) > MOST_BYTES:
            raise ServiceAway
        try:
            return reply.status_code, msgspec.json.decode(reply.content, type=_Told)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise ServiceAway from None
