"""Addresses of batches: what a code on a label says, and a producer's own."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.batches.amend_batch import amend_batch
from shop.batches.errors import BatchUnknown
from shop.batches.guards import require_maker, require_recaller
from shop.batches.make_batch import NewBatch, make_batch
from shop.batches.queries import BatchEntry, batch_by_code, batches_of, best_in_force
from shop.batches.recall_batch import recall_batch
from shop.batches.rules import CODE_PREFIX, BatchState
from shop.core.actor import Actor
from shop.core.clock import today
from shop.core.ids import read_code
from shop.core.text import Body, Line, Reason, Slug
from shop.http.limits import Limit, limit_by_address
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.places.errors import PlaceUnknown
from shop.places.queries import sales_point
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug

CODES = Limit("codes", burst=240, period=60.0)  # looks at codes, by address: trying codes out does not pay

CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
Lot = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000)]


class BatchUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Something with an address and a name."""

    slug: str
    name: str


class BatchCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate by which the product is recognised today."""

    code: str
    stars: int | None
    potential_five: bool
    valid_until: date | None


class BatchOut(msgspec.Struct, frozen=True, kw_only=True):
    """A batch. `certificate` is null where none of the product is in force today."""

    code: str
    state: BatchState
    product: BatchUnit
    variant: str
    lot: str
    produced_on: date
    best_before: date | None
    producer: BatchUnit | None
    sales_point: BatchUnit | None
    recalled_at: datetime | None
    recall_reason: str | None
    certificate: BatchCertificate | None
    sample: bool


class OwnBatch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as its producer sees it."""

    code: str
    state: BatchState
    variant: UUID
    name: str
    lot: str
    produced_on: date
    best_before: date | None
    pieces: int | None
    sales_point: str | None
    note: str | None
    recalled_at: datetime | None
    recall_reason: str | None


class OwnBatches(msgspec.Struct, frozen=True, kw_only=True):
    """A producer's batches, the last written first."""

    items: list[OwnBatch]
    next_cursor: str | None


class MakeBatch(Body, kw_only=True):
    """A batch to write down: days of Hà Nội; `sales_point` is the slug of the place it goes to."""

    variant: UUID
    lot: Lot
    produced_on: date
    best_before: date | None = None
    sales_point: Slug | None = None
    pieces: Pieces | None = None
    note: Line = ""


class AmendBatch(Body, kw_only=True):
    """What may change after labels were printed; what is not named stays."""

    sales_point: Slug | UnsetType | None = UNSET
    note: Line | UnsetType = UNSET


class RecallBatch(Body, kw_only=True):
    """Why the batch is taken back: everybody who looks at its code reads this."""

    reason: Reason


@get(
    "/{batch_code:str}",
    guards=[limit_by_address(CODES)],
    operation_id="readBatch",
    summary="What the code on a batch's label stands for",
)
async def read_batch(session: NamedDependency[AsyncSession], batch_code: CodePath) -> BatchOut:
    """The batch of a code; spaces, dashes and case do not matter."""
    return await _render(session, await _known(session, batch_code))


@post("/{batch_code:str}/recall", status_code=200, operation_id="recallBatch", summary="Take a batch back")
async def recall(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    batch_code: CodePath,
    data: JSONBody[RecallBatch],
) -> BatchOut:
    """For editors of the producer and the programme office; everybody concerned is told."""
    entry = await _known(session, batch_code)
    await require_recaller(session, actor, entry.variant.producer_id)
    assert actor.person_id is not None
    await recall_batch(session, actor.person_id, entry.batch.code, data.reason)
    await session.flush()  # the answer shows what was just written
    return await _render(session, await _known(session, batch_code))


@patch(
    "/{batch_code:str}",
    guards=[require_signed_in],
    operation_id="amendBatch",
    summary="Correct where a batch went, and its note",
)
async def amend(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    batch_code: CodePath,
    data: JSONBody[AmendBatch],
) -> OwnBatch:
    """Lot and dates stand on labels and never change."""
    entry = await _known(session, batch_code)
    if entry.producer is None:
        raise BatchUnknown
    place_id = await _place_id(session, data.sales_point) if data.sales_point is not UNSET else entry.batch.place_id
    await require_maker(session, actor, entry.producer.id, entry.batch.place_id)
    note = (data.note or None) if data.note is not UNSET else entry.batch.note
    assert actor.person_id is not None
    await amend_batch(session, actor.person_id, entry.batch.code, place_id=place_id, note=note)
    await session.flush()  # the answer shows what was just written
    return _own(await _known(session, batch_code))


@get(
    "/{slug:str}/batches",
    guards=[require_signed_in],
    operation_id="listBatches",
    summary="A producer's batches, for its members",
)
async def list_batches(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    limit: LimitQuery = 50,
    cursor: CursorQuery = None,
) -> OwnBatches:
    """The last written first."""
    producer = await _producer(session, slug)
    await require_member(session, actor, producer.id)
    before = decode_cursor(cursor, UUID) if cursor else None
    found = await batches_of(session, producer.id, await today(session), limit, before)
    more = encode_cursor(found[-1].batch.id) if len(found) == limit else None
    return OwnBatches(items=[_own(entry) for entry in found], next_cursor=more)


@post(
    "/{slug:str}/batches",
    status_code=201,
    guards=[require_signed_in],
    operation_id="makeBatch",
    summary="Write a batch down",
)
async def make(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[MakeBatch]
) -> OwnBatch:
    """For editors of the producer and the staff of the sales point. A lot is written once: a repeat is refused."""
    producer = await _producer(session, slug)
    place_id = await _place_id(session, data.sales_point)
    await require_maker(session, actor, producer.id, place_id)
    assert actor.person_id is not None
    new = NewBatch(
        variant_id=data.variant,
        lot=data.lot,
        produced_on=data.produced_on,
        best_before=data.best_before,
        place_id=place_id,
        pieces=data.pieces,
        note=data.note or None,
    )
    batch = await make_batch(session, actor.person_id, producer.id, new)
    await session.flush()  # the answer shows what was just written
    return _own(await _known(session, batch.code))


async def _known(session: AsyncSession, code: str) -> BatchEntry:
    stored = read_code(CODE_PREFIX, code)
    entry = await batch_by_code(session, stored, await today(session)) if stored else None
    if entry is None:
        raise BatchUnknown
    return entry


async def _producer(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer


async def _place_id(session: AsyncSession, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    found = await sales_point(session, slug)
    if found is None:
        raise PlaceUnknown(field="sales_point")
    return found.place.id


async def _render(session: AsyncSession, entry: BatchEntry) -> BatchOut:
    batch = entry.batch
    held = await best_in_force(session, entry.product.registered_product_id)
    return BatchOut(
        code=batch.code,
        state=entry.state,
        product=BatchUnit(slug=entry.product.slug, name=entry.product.name),
        variant=entry.variant.name,
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
        producer=BatchUnit(slug=entry.producer.slug, name=entry.producer.name) if entry.producer else None,
        sales_point=BatchUnit(slug=entry.place.slug, name=entry.place.name) if entry.place else None,
        recalled_at=batch.recalled_at,
        recall_reason=batch.recall_reason,
        certificate=BatchCertificate(
            code=held.code, stars=held.stars, potential_five=held.potential_five, valid_until=held.in_force_until
        )
        if held
        else None,
        sample=batch.sample,
    )


def _own(entry: BatchEntry) -> OwnBatch:
    batch = entry.batch
    return OwnBatch(
        code=batch.code,
        state=entry.state,
        variant=batch.variant_id,
        name=" ".join(part for part in (entry.product.name, entry.variant.name) if part),
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
        pieces=batch.pieces,
        sales_point=entry.place.slug if entry.place else None,
        note=batch.note,
        recalled_at=batch.recalled_at,
        recall_reason=batch.recall_reason,
    )


routes = [
    Router("/api/v1/batches", route_handlers=[read_batch, recall, amend], tags=["batches"]),
    Router("/api/v1/producers", route_handlers=[list_batches, make], tags=["batches"]),
]
