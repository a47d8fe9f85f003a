"""Reads of edits for those who decide on them: the queue, and one edit beside what is live."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.catalog.content import Content, read_content
from shop.catalog.models import Product
from shop.catalog.queries import deciding, holds
from shop.certification.queries import RegisterEntry, entries_of
from shop.core.clock import today
from shop.listings.claims import Claim, find_claims
from shop.listings.diff import Change
from shop.listings.models import EditState, ListingEdit
from shop.listings.wished import diff_edit, over, texts_of, whole_edit, wished
from shop.producers.models import Producer


class QueuedEdit(msgspec.Struct, frozen=True, kw_only=True):
    """An edit in the office's list. `fresh`: its listing was never live."""

    id: UUID
    state: EditState
    submitted_at: datetime
    decided_at: datetime | None
    product_slug: str
    product_name: str
    producer_slug: str
    producer_name: str
    fresh: bool


class ComparedEdit(msgspec.Struct, frozen=True, kw_only=True):
    """An edit beside what is live; of a listing that was never live all it says is new.

    `certificate` is the grading the listing is sold by; `held`: it is in force.
    `moved`: something else went live after this edit was begun.
    """

    edit: ListingEdit
    product: Product
    producer: Producer
    writer: str
    live: Content
    wished: Content
    changes: list[Change]
    claims: list[Claim]
    certificate: RegisterEntry | None
    held: bool
    moved: bool


async def edits_in(
    session: AsyncSession, state: EditState, limit: int, *, producer: str | None = None, after: UUID | None = None
) -> list[QueuedEdit]:
    """Edits that were sent to the office and stand in `state`, those waiting longest first; others newest first."""
    wanted = [ListingEdit.state == state, ListingEdit.submitted_at.is_not(None)]
    if producer:
        wanted.append(Producer.slug == producer)
    waiting = state is EditState.SUBMITTED
    if after is not None:
        last = aliased(ListingEdit)
        moment = select(last.submitted_at).where(last.id == after).scalar_subquery()
        same = and_(ListingEdit.submitted_at == moment, ListingEdit.id > after if waiting else ListingEdit.id < after)
        wanted.append(or_(ListingEdit.submitted_at > moment if waiting else ListingEdit.submitted_at < moment, same))
    keys = (ListingEdit.submitted_at, ListingEdit.id)
    rows = await session.execute(
        select(ListingEdit, Product, Producer)
        .join(Product, Product.id == ListingEdit.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(*wanted)
        .order_by(*(keys if waiting else (key.desc() for key in keys)))
        .limit(limit)
    )
    return [_queued(edit, product, producer) for edit, product, producer in rows]


async def count_edits(session: AsyncSession) -> int:
    """How many edits wait for the office."""
    waiting = select(func.count()).select_from(ListingEdit).where(ListingEdit.state == EditState.SUBMITTED)
    return (await session.execute(waiting)).scalar_one()


async def compared_edit(session: AsyncSession, edit_id: UUID) -> ComparedEdit | None:
    """One edit with what it changes, its certificate, and phrases to look at; None when there is none."""
    row = (
        await session.execute(
            select(ListingEdit, Product, Producer, Person.name)
            .join(Product, Product.id == ListingEdit.product_id)
            .join(Producer, Producer.id == Product.producer_id)
            .join(Person, Person.id == ListingEdit.made_by)
            .where(ListingEdit.id == edit_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        return None
    edit, product, producer, writer = row
    live = await read_content(session, product.id)
    wish = over(live, wished(edit))
    day = await today(session)
    certificate = deciding(await entries_of(session, product.registered_product_id), day)
    held = certificate is not None and holds(certificate.certificate, day)
    return ComparedEdit(
        edit=edit,
        product=product,
        producer=producer,
        writer=writer,
        live=live,
        wished=wish,
        changes=diff_edit(live, edit) if product.published_at else whole_edit(live, edit),
        claims=_claims(wish, certificate if held else None),
        certificate=certificate,
        held=held,
        moved=product.version != edit.base_version,
    )


def _claims(wish: Content, entry: RegisterEntry | None) -> list[Claim]:
    if entry is None:
        return find_claims(texts_of(wish), None, potential_five=False)
    return find_claims(texts_of(wish), entry.certificate.stars, entry.certificate.potential_five)


def _queued(edit: ListingEdit, product: Product, producer: Producer) -> QueuedEdit:
    return QueuedEdit(
        id=edit.id,
        state=edit.state,
        submitted_at=edit.submitted_at or edit.created_at,
        decided_at=edit.decided_at,
        product_slug=product.slug,
        product_name=product.name,
        producer_slug=producer.slug,
        producer_name=producer.name,
        fresh=product.published_at is None,
    )
