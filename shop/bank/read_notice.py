"""Verify and read notices as they come: on the raw bytes, with every secret that is in force. Pure."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from shop.bank.errors import BadNotice
from shop.bank.models import NoticeKind
from shop.core.clock import HANOI
from shop.core.money import MAX_DONG, Dong
from shop.payments.errors import ForgedNotice

TOLERANCE = 300  # seconds a signature is believed
TIMESTAMP, SIGNATURE = "x-notice-timestamp", "x-notice-signature"

Told = TypeVar("Told")

_Amount = Annotated[int, Meta(ge=0, le=MAX_DONG)]
_Id = Annotated[str, Meta(min_length=1, max_length=100)]
_Short = Annotated[str, Meta(max_length=100)]
_Text = Annotated[str, Meta(max_length=2000)]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer as a bank tells it, in our words; see `BankNotice`."""

    kind: NoticeKind
    foreign_id: str
    account: str
    incoming: bool
    amount: Dong
    currency: str
    content: str
    bank_reference: str | None
    booked_at: datetime | None


class _SePay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: Annotated[int, Meta(ge=0, le=10**18)] | _Id
    account_number: _Short
    transfer_type: Literal["in", "out"]
    transfer_amount: _Amount
    content: _Text | None = None
    description: _Text | None = None
    reference_code: _Short | None = None
    transaction_date: _Short | None = None


class _Generic(msgspec.Struct, frozen=True, kw_only=True):
    id: _Id
    account: _Short
    direction: Literal["in", "out"]
    amount: _Amount
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    content: _Text = ""
    reference: _Short | None = None
    booked_at: Annotated[datetime, Meta(tz=True)] | None = None


def read_notice(
    kind: NoticeKind, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], moment: datetime
) -> Notice:
    """The notice in `body`, whose `headers` (lower case) must carry what proves one of `secrets` at `moment`.

    SePay sends `Authorization: Apikey …`; generic senders the Unix time in seconds and the hex HMAC-SHA256 of that
    time, a full stop and the raw body.

    Raises:
        ForgedNotice: it proves none, or its time is more than five minutes away.
        BadNotice: it cannot be read.
    """
    if kind is NoticeKind.SEPAY:
        _check_key(headers.get("authorization", ""), secrets)
        return _of_sepay(_decode(body, _SePay))
    _check_signature(headers, body, secrets, moment)
    return _of_generic(_decode(body, _Generic))


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """What a generic sender writes into its signature's header."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _check_key(header: str, secrets: Sequence[str]) -> None:
    scheme, _, key = header.partition(" ")
    fits = [hmac.compare_digest(key.strip().encode(), secret.encode()) for secret in secrets]
    if scheme.lower() != "apikey" or not any(fits):
        raise ForgedNotice


def _check_signature(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], moment: datetime) -> None:
    written = headers.get(TIMESTAMP, "")
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(10**11))):
        raise ForgedNotice
    given = headers.get(SIGNATURE, "").lower().encode()
    fits = [hmac.compare_digest(given, sign(secret, int(written), body).encode()) for secret in secrets]
    if not any(fits) or abs(moment.timestamp() - int(written)) > TOLERANCE:
        raise ForgedNotice


def _decode(body: bytes, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError):
        raise BadNotice from None


def _of_sepay(told: _SePay) -> Notice:
    content = told.content or told.description or ""
    return Notice(
        kind=NoticeKind.SEPAY,
        foreign_id=_clean(str(told.id)),
        account=_clean(told.account_number),
        incoming=told.transfer_type == "in",
        amount=Dong(told.transfer_amount),
        currency="VND",
        content=_clean(content),
        bank_reference=_clean(told.reference_code or "") or None,
        booked_at=_local(told.transaction_date),
    )


def _of_generic(told: _Generic) -> Notice:
    return Notice(
        kind=NoticeKind.GENERIC,
        foreign_id=_clean(told.id),
        account=_clean(told.account),
        incoming=told.direction == "in",
        amount=Dong(told.amount),
        currency=told.currency,
        content=_clean(told.content),
        bank_reference=_clean(told.reference or "") or None,
        booked_at=told.booked_at,
    )


def _clean(text: str) -> str:
    """Without control signs: NUL cannot be stored, and nobody wants to read the others."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _local(written: str | None) -> datetime | None:
    """SePay writes the time of Việt Nam, without saying so."""
    try:
        return datetime.fromisoformat(written or "").replace(tzinfo=HANOI)
    except ValueError:
        return None
