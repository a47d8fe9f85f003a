"""A producer's batches: write one down, read one, correct where it went, recall it, print its labels."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.amend_batch import amend_batch
from shop.batches.errors import BatchDatesWrong, BatchUnknown
from shop.batches.guards import require_maker
from shop.batches.make_batch import NewBatch, make_batch
from shop.batches.queries import BatchEntry, batch_by_code, batches_of, variants_to_label
from shop.batches.recall_batch import recall_batch
from shop.batches.rules import CODE_PREFIX, BatchState
from shop.core.clock import today
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.core.idempotency import claim_key, settle_key
from shop.core.ids import read_code
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.places.queries import all_places, sales_point
from shop.producers.models import Producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.imports import may_edit
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views import FieldError
from shop.web.views.batches import AmendForm, BatchesPage, BatchForm, BatchPage, BatchRow

HERE = "/lo"
PAGE = 30
CHOICES = 200  # variants in the choice
POINTS = 500
MOST_PIECES = 1_000_000
SHORTEST_REASON, LONGEST_REASON = 3, 300
FIELDS = frozenset({"variant", "lot", "produced_on", "best_before", "sales_point", "pieces", "note", "reason"})
DONE = frozenset({"make", "amend", "recall"})


@get(both("/chu-the/{slug:str}/lo"), guards=PEOPLE, include_in_schema=False)
async def batches_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    cursor: Annotated[str, QueryParameter(max_length=MAX_CURSOR)] = "",
) -> Response[bytes]:
    """The list, and the form for a new one; `q` narrows the choice of products."""
    producer = await own_producer(visit, slug)
    before = decode_cursor(cursor, UUID) if cursor else None
    page = await _list(visit, producer, BatchForm(), q.strip(), before)
    return show("producer_batches.html", visit.locale, page)


@post(both("/chu-the/{slug:str}/lo"), guards=PEOPLE, include_in_schema=False)
async def make_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Write a batch down; the same form sent twice is one batch."""
    producer = await own_producer(visit, slug)
    await require_maker(visit.session, visit.actor, producer.id, None)
    form = await read_form(visit.request)
    typed, q = _typed(form), form.text("q", 100)
    wrong = _wrong(visit, typed)
    if wrong:
        page = msgspec.structs.replace(await _list(visit, producer, typed, q, None), errors=wrong)
        return show("producer_batches.html", visit.locale, page, status=422)
    try:
        code = await attempt(visit, lambda session: _make(visit, session, producer, typed, form.request_key()))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = _told(visit, refusal)
        page = await _list(visit, producer, typed, q, None)
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("producer_batches.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}/{code}?done=make")


@get(both("/chu-the/{slug:str}/lo/{own_batch:str}"), guards=PEOPLE, include_in_schema=False)
async def batch_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    own_batch: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """One batch with its labels."""
    producer = await own_producer(visit, slug)
    page = await _one(visit, producer, own_batch)
    told = say(visit.locale, f"web.batches.done_{done}") if done in DONE else None
    return show("producer_batch.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/lo/{own_batch:str}"), guards=PEOPLE, include_in_schema=False)
async def batch_act(visit: NamedDependency[Visit], slug: FromPath[str], own_batch: FromPath[str]) -> Response[bytes]:
    """Correct where it went, or recall it with a reason (the field `act`)."""
    producer = await own_producer(visit, slug)
    await require_maker(visit.session, visit.actor, producer.id, None)
    code = (await _entry(visit, producer, own_batch)).batch.code
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(visit, session, code, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = _told(visit, refusal)
        page = await _one(visit, producer, code)
        kept = {"sales_point": form.text("sales_point", 120), "note": form.text("note")} if act == "amend" else {}
        typed = msgspec.structs.replace(page.form, reason=form.text("reason", LONGEST_REASON), **kept)
        page = msgspec.structs.replace(page, form=typed, errors=told.errors, problem=told.problem)
        return show("producer_batch.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}/{code}?done={act}")


async def _make(visit: Visit, session: AsyncSession, producer: Producer, typed: BatchForm, key: str) -> str:
    person_id = person_of(visit.actor)
    claim = (f"person:{person_id}", f"batches.make:{producer.slug}", key)
    made = await claim_key(session, *claim, msgspec.to_builtins(typed))
    if made is not None:
        return made
    produced_on = read_date(typed.produced_on)
    if produced_on is None:
        raise Invalid(field="produced_on")
    new = NewBatch(
        variant_id=_key(typed.variant),
        lot=typed.lot,
        produced_on=produced_on,
        best_before=read_date(typed.best_before),
        place_id=await _place_id(session, typed.sales_point),
        pieces=_pieces(typed.pieces),
        note=typed.note or None,
    )
    batch = await make_batch(session, person_id, producer.id, new)
    await settle_key(session, *claim, batch.code)
    return batch.code


async def _act(visit: Visit, session: AsyncSession, code: str, act: str, form: Form) -> None:
    person_id = person_of(visit.actor)
    if act == "amend":
        place_id = await _place_id(session, form.text("sales_point", 120))
        await amend_batch(session, person_id, code, place_id=place_id, note=form.text("note") or None)
    elif act == "recall":
        reason = form.text("reason", LONGEST_REASON)
        if len(reason) < SHORTEST_REASON:
            raise Invalid(field="reason")
        await recall_batch(session, person_id, code, reason)
    else:
        raise Invalid(field="act")


async def _place_id(session: AsyncSession, slug: str) -> UUID | None:
    if not slug:
        return None
    found = await sales_point(session, slug)
    if found is None:
        raise Invalid(field="sales_point")
    return found.place.id


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(field="variant") from None


def _pieces(text: str) -> int | None:
    plain = text.replace(".", "").replace(",", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdecimal() else None


def _typed(form: Form) -> BatchForm:
    return BatchForm(
        variant=form.text("variant", 40),
        lot=form.text("lot", 40),
        produced_on=form.text("produced_on", 12),
        best_before=form.text("best_before", 12),
        sales_point=form.text("sales_point", 120),
        pieces=form.text("pieces", 12),
        note=form.text("note"),
    )


def _wrong(visit: Visit, typed: BatchForm) -> tuple[FieldError, ...]:
    """What is missing or cannot be read, in the form's order."""
    pieces = _pieces(typed.pieces)
    wrong = [name for name in ("variant", "lot") if not getattr(typed, name)]
    wrong += ["produced_on"] if read_date(typed.produced_on) is None else []
    wrong += ["best_before"] if typed.best_before and read_date(typed.best_before) is None else []
    wrong += ["pieces"] if typed.pieces and not (pieces and pieces <= MOST_PIECES) else []
    return tuple(FieldError(field=name, message=say(visit.locale, f"web.batches.wrong.{name}")) for name in wrong)


def _told(visit: Visit, refusal: Refusal) -> Told:
    """Beside its field, in the words of the field where the refusal has none of its own."""
    told = Told(refusal, visit.locale, FIELDS)
    words = None
    if isinstance(refusal, BatchDatesWrong):
        words = f"batches.fault.{refusal.facts['fault']}"
    elif type(refusal) is Invalid and refusal.field in FIELDS:
        words = f"web.batches.wrong.{refusal.field}"
    if words is not None:
        told.errors = (FieldError(field=refusal.field or "", message=say(visit.locale, words)),)
    return told


async def _points(visit: Visit) -> tuple[tuple[str, str], ...]:
    return tuple((one.place.slug, one.place.name) for one in await all_places(visit.session, POINTS))


async def _list(visit: Visit, producer: Producer, form: BatchForm, q: str, before: UUID | None) -> BatchesPage:
    day = await today(visit.session)
    found = await batches_of(visit.session, producer.id, day, PAGE + 1, before)
    variants = await variants_to_label(visit.session, producer.id, CHOICES + 1, q)
    base = f"/chu-the/{producer.slug}{HERE}"
    more = f"{base}?cursor={encode_cursor(found[PAGE - 1].batch.id)}" if len(found) > PAGE else None
    return BatchesPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        batches=tuple(_row(entry) for entry in found[:PAGE]),
        next_url=address(visit.locale, more) if more else None,
        first=before is None,
        form=form,
        variants=tuple(
            (str(variant.id), f"{product.name}, {variant.name or variant.unit} ({variant.sku})")
            for variant, product in variants[:CHOICES]
        ),
        many=len(variants) > CHOICES,
        q=q,
        points=await _points(visit),
        request_key=secrets.token_urlsafe(18),
        editable=await may_edit(visit, producer),
    )


def _row(entry: BatchEntry) -> BatchRow:
    batch = entry.batch
    return BatchRow(
        code=batch.code,
        state=entry.state,
        product=entry.product.name,
        variant=entry.variant.name,
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
        place=entry.place.name if entry.place else None,
    )


async def _entry(visit: Visit, producer: Producer, typed: str) -> BatchEntry:
    stored = read_code(CODE_PREFIX, typed[:40])
    entry = await batch_by_code(visit.session, stored, await today(visit.session)) if stored else None
    if entry is None or entry.variant.producer_id != producer.id:
        raise BatchUnknown
    return entry


async def _one(visit: Visit, producer: Producer, typed: str) -> BatchPage:
    entry = await _entry(visit, producer, typed)
    batch, place = entry.batch, entry.place
    points = await _points(visit)
    if place is not None and place.slug not in dict(points):
        points = (*points, (place.slug, place.name))  # closed since: what is on record stays to be chosen
    return BatchPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        code=batch.code,
        state=entry.state,
        product=entry.product.name,
        variant=entry.variant.name,
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
        pieces=batch.pieces,
        place=place.name if place else None,
        note=batch.note,
        recalled_at=batch.recalled_at,
        recall_reason=batch.recall_reason,
        labels=entry.state not in {BatchState.RECALLED, BatchState.PAST},
        points=points,
        form=AmendForm(sales_point=place.slug if place else "", note=batch.note or ""),
        editable=await may_edit(visit, producer),
    )


routes = [batches_page, make_act, batch_page, batch_act]
