"""Stripe: cards. The only file that knows its client; amounts are whole đồng, for đồng has no smaller unit there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import httpx
import msgspec
import stripe
import structlog

from shop.core.i18n import DEFAULT, Locale
from shop.core.money import Dong
from shop.payments.errors import ForgedNotice, ProviderAway, ProviderRefused, StrangeNotice, WrongMode
from shop.payments.models import AttemptState, PaymentMethod, RefundState
from shop.payments.provider import Asked, AttemptFact, Begun, GoTo, Known, RefundAnswer, RefundWanted, ShowCard
from shop.payments.stripe_words import ATTEMPT, ORDER, REFERENCE, REFUND, TRIES, about_of, read_intent, read_refund
from shop.payments.told import IntentTold, RefundTold, Told

BASE = "https://api.stripe.com"
CURRENCY = "vnd"
TOLERANCE = 300  # seconds a notice may be old or early
PAGE = 100
PLAYED_PATH = "/the-thu"  # where the sandbox shows its field for cards
MOST_BYTES = 8_000_000  # of an answer
SERVER_FAULT = 500
NOT_FOUND = 404
BUSY = frozenset({409, 429})
TIMEOUT = httpx.Timeout(15.0, connect=5.0)  # seconds; a buyer waits for it

log = structlog.get_logger("payments")

AnswerT = TypeVar("AnswerT")


class StripeAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Our account. `played` is the address of the shop whose pages play it; None: Stripe itself is meant."""

    secret_key: str
    publishable_key: str
    webhook_secrets: tuple[str, ...]
    url: str = BASE
    played: str | None = None

    def __repr__(self) -> str:
        """Nothing of it: secrets stand in no log."""
        return "StripeAccount(…)"

    @property
    def live(self) -> bool:
        """Whether its money is real."""
        return "_live_" in self.secret_key[:8]


class Stripe:
    """Cards through Stripe's PaymentIntents. Every call has a time limit; none is made inside a transaction."""

    method = PaymentMethod.CARD

    def __init__(self, wire: httpx.AsyncClient, account: StripeAccount) -> None:
        self._account, self._wire = account, wire
        self._client = stripe.StripeClient(
            account.secret_key,
            base_addresses={"api": account.url.rstrip("/")},
            http_client=_Http(wire),
            max_network_retries=0,
        ).v1

    @property
    def played(self) -> bool:
        """Whether the sandbox plays it."""
        return self._account.played is not None

    async def close(self) -> None:
        """Give the connections back."""
        await self._wire.aclose()

    async def start(self, asked: Asked) -> Begun:
        """An intent for the attempt; its money is taken as soon as the buyer agrees."""
        intent = await self._create(asked, "automatic")
        return self._opened(intent, asked.locale)

    async def begin_hold(self, asked: Asked) -> Begun:
        """The same, but the money is only promised: `capture` takes it, `release` lets it go."""
        intent = await self._create(asked, "manual")
        return self._opened(intent, asked.locale)

    def _opened(self, intent: stripe.PaymentIntent, locale: Locale) -> Begun:
        if self._account.played is None:
            return ShowCard(str(intent.client_secret), self._account.publishable_key, intent.id)
        prefix = "" if locale == DEFAULT else f"/{locale}"
        return GoTo(f"{self._account.played}{prefix}{PLAYED_PATH}/{intent.id}", intent.id)

    async def capture(self, foreign_id: str, amount: Dong) -> IntentTold:
        """Take `amount` đồng of what was promised, once.

        Raises:
            ProviderAway, ProviderRefused.
        """
        asked = self._client.payment_intents.capture_async(
            foreign_id, {"amount_to_capture": amount}, {"idempotency_key": f"capture-{foreign_id}"}
        )
        return read_intent((await _heard(asked)).to_dict())

    async def release(self, foreign_id: str) -> IntentTold:
        """Let go what was promised, or an intent nobody paid. Raises as `capture`: what is paid cannot be let go."""
        return read_intent((await _heard(self._client.payment_intents.cancel_async(foreign_id))).to_dict())

    async def send_refund(self, wanted: RefundWanted) -> RefundAnswer:
        """Send a part of an intent's money back; a refusal of Stripe is a failure with its code."""
        try:
            answer = await _heard(
                self._client.refunds.create_async(
                    {
                        "payment_intent": wanted.receipt,
                        "amount": wanted.amount,
                        "metadata": {
                            REFUND: str(wanted.refund_id),
                            TRIES: wanted.key.rpartition("-")[2],
                            ORDER: wanted.order_code,
                        },
                    },
                    {"idempotency_key": wanted.key},
                )
            )
        except ProviderRefused as refused:
            return RefundAnswer(RefundState.FAILED, failure=refused.told)
        told = read_refund(answer.to_dict())
        return RefundAnswer(told.state, told.foreign_id, told.failure)

    async def look_up(self, attempt: AttemptFact) -> Known | None:
        """What became of an intent whose id we know."""
        if attempt.foreign_id is None:
            return None
        try:
            told = await self.intent(attempt.foreign_id)
        except ProviderRefused:
            return None
        state = told.state or AttemptState.OPEN
        receipt = told.foreign_id if told.received else None
        return Known(state=state, amount=told.received, receipt=receipt, failure=told.failure)

    async def intent(self, foreign_id: str) -> IntentTold:
        """An intent. Raises as `capture`."""
        return read_intent((await _heard(self._client.payment_intents.retrieve_async(foreign_id))).to_dict())

    async def intents(self, since: int) -> AsyncIterator[IntentTold]:
        """All intents made since a moment (seconds), the newest first. Raises as `capture`."""
        async for found in _every(self._client.payment_intents.list_async, since):
            yield read_intent(found)

    async def refunds(self, since: int) -> AsyncIterator[RefundTold]:
        """All refunds made since a moment (seconds), the newest first. Raises as `capture`."""
        async for found in _every(self._client.refunds.list_async, since):
            yield read_refund(found)

    async def events(self, since: int) -> AsyncIterator[Told]:
        """All events since a moment (seconds), the newest first. Raises as `capture`."""
        async for found in _every(self._client.events.list_async, since):
            yield self._read_event(found)

    async def transfer(self, account: str, amount: Dong, *, key: str, about: UUID) -> str:
        """Send `amount` đồng to a connected account, once for a key; Stripe's id of it. Raises as `capture`."""
        answer = await _heard(
            self._client.transfers.create_async(
                {"amount": amount, "currency": CURRENCY, "destination": account, "metadata": {"payout": str(about)}},
                {"idempotency_key": key},
            )
        )
        return str(answer.id)

    def read_notice(self, body: bytes, signature: str, moment: int) -> Told:
        """Read what Stripe tells at `moment` (seconds), if it is Stripe that tells it: the raw bytes are signed.

        Raises:
            ForgedNotice: no secret of ours signed it, or it is too old or early.
            WrongMode: it is of the other mode than our key.
            StrangeNotice: it cannot be read.
        """
        if not any(_signed(body, signature, secret) for secret in self._account.webhook_secrets):
            raise ForgedNotice
        if abs(moment - _signed_at(signature)) > TOLERANCE:
            raise ForgedNotice
        try:
            event = msgspec.json.decode(body, type=dict[str, Any])
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise StrangeNotice from None
        return self._read_event(event)

    def _read_event(self, found: Mapping[str, Any]) -> Told:
        try:
            event = msgspec.convert(found, _Event)
            if event.livemode is not self._account.live:
                raise WrongMode
            about = about_of(event.type, event.data.object)
        except msgspec.ValidationError:
            raise StrangeNotice from None
        return Told(foreign_id=event.id, kind=event.type, told_at=event.created, about=about)

    async def _create(self, asked: Asked, capture: str) -> stripe.PaymentIntent:
        manual = capture == "manual"
        try:
            return await _heard(
                self._client.payment_intents.create_async(
                    {
                        "amount": asked.amount,
                        "currency": CURRENCY,
                        "capture_method": "manual" if manual else "automatic",
                        "allowed_payment_method_types": ["card"],
                        "description": asked.order_code,
                        "metadata": {
                            ORDER: asked.order_code,
                            REFERENCE: str(asked.reference),
                            "payment": str(asked.payment_id),
                            ATTEMPT: str(asked.attempt_id),
                        },
                    },
                    {"idempotency_key": asked.key},
                )
            )
        except ProviderRefused as refused:
            log.warning("stripe_refused", code=refused.told)
            raise ProviderAway from None


class _Data(msgspec.Struct):
    object: dict[str, Any]


class _Event(msgspec.Struct):
    id: str
    type: str
    created: int
    livemode: bool
    data: _Data


_lost: Callable[[str], stripe.APIConnectionError] = stripe.APIConnectionError


class _Http(stripe.HTTPClient):
    """Stripe's client over a client of ours: bounded in time and size."""

    name = "httpx"

    def __init__(self, wire: httpx.AsyncClient) -> None:
        super().__init__()
        self._wire = wire

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: str | bytes | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One request."""
        try:
            reply = await self._wire.request(method, url, headers=dict(headers), content=post_data, timeout=TIMEOUT)
        except httpx.HTTPError as error:
            raise _lost(type(error).__name__) from None
        if len(reply.content) > MOST_BYTES:
            raise _lost("answer too long")
        return reply.content, reply.status_code, reply.headers


async def _every(listed: Callable[[Any], Awaitable[Any]], since: int) -> AsyncIterator[dict[str, Any]]:
    """All objects of a list made since a moment (seconds), page by page."""
    asked: dict[str, Any] = {"limit": PAGE, "created": {"gte": since}}
    while True:
        page = await _heard(listed(asked))
        for one in page.data:
            yield one.to_dict()
        if not page.has_more or not page.data:
            return
        asked["starting_after"] = page.data[-1].id


async def _heard(asked: Awaitable[AnswerT]) -> AnswerT:
    """The answer, or our words for why there is none."""
    try:
        return await asked
    except stripe.APIConnectionError:
        raise ProviderAway from None
    except stripe.StripeError as error:
        status = error.http_status or SERVER_FAULT
        if status >= SERVER_FAULT or status in BUSY:
            raise ProviderAway from None
        raise ProviderRefused(error.code or f"http_{status}") from None


def _signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, signature, secret))
    except (stripe.SignatureVerificationError, ValueError):
        return False


def _signed_at(signature: str) -> int:
    """When it was signed (seconds); only asked of a signature that was found right, and read as it was there."""
    return next(int(value[1]) for value in (part.split("=") for part in signature.split(",")) if value[0] == "t")
