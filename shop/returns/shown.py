"""A return as people and programs see it."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.core.money import Dong
from shop.payments.models import RefundMethod, RefundState
from shop.returns.models import ReturnReason, ReturnState


class ReturnedLine(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of an order line; how many came back on the shelf or were written off, and đồng for them."""

    line: UUID
    product: str
    name: str
    unit: str
    pieces: int
    shelved: int
    written_off: int
    amount: Dong


class RefundShown(msgspec.Struct, frozen=True, kw_only=True):
    """Money (đồng) that is owed or was paid back, under the number of its payment slip."""

    amount: Dong
    state: RefundState
    method: RefundMethod | None
    voucher: str | None
    paid_at: datetime | None


class ReturnStep(msgspec.Struct, frozen=True, kw_only=True):
    """One move of a return."""

    state: ReturnState
    at: datetime


class ReturnShown(msgspec.Struct, frozen=True, kw_only=True):
    """A return; `due_at` is when the clock moves it on if nobody does. Photos are addresses of pictures."""

    id: UUID
    code: str
    order: str
    parcel: int
    sales_point: str
    state: ReturnState
    reason: ReturnReason
    words: str
    photos: tuple[str, ...]
    answer: str | None
    due_at: datetime | None
    lines: tuple[ReturnedLine, ...]
    refund: RefundShown | None
    steps: tuple[ReturnStep, ...]
    asked_at: datetime
    version: int


class LineToReturn(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a received parcel, of which so many pieces may still be given back."""

    line: UUID
    parcel: int
    product: str
    name: str
    unit: str
    left: int


class ReturnsOfOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What may still be given back, until when, and what was asked. `exit_by` is the law's 30 days."""

    lines: tuple[LineToReturn, ...]
    ask_by: datetime | None
    exit_by: datetime | None
    items: tuple[ReturnShown, ...]
