"""Keep on file by which paper an authority confirmed what is said of a product."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.conduct.errors import AdPaperWrong
from shop.conduct.models import AdConfirmation
from shop.core.audit import record_act
from shop.core.clock import shop_now, today
from shop.core.text import squeeze


class AdPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper on what may be said of a product."""

    product_slug: str
    document_no: str
    issuer: str
    valid_until: date


async def confirm_ad(session: AsyncSession, officer_id: UUID, paper: AdPaper) -> UUID:
    """Note the paper; noted again under its number it is corrected, and holds again.

    Raises:
        AdPaperWrong: no such product, a word is missing, or it has run out.
    """
    number, issuer = squeeze(paper.document_no), squeeze(paper.issuer)
    product_id = await session.scalar(select(Product.id).where(Product.slug == paper.product_slug))
    if product_id is None:
        raise AdPaperWrong(field="product")
    if not number or not issuer:
        raise AdPaperWrong(field="issuer" if number else "document_no")
    if paper.valid_until < await today(session):
        raise AdPaperWrong(field="valid_until")
    said = {"issuer": issuer, "valid_until": paper.valid_until, "noted_by": officer_id, "ended_at": None}
    noted = insert(AdConfirmation).values(said | {"product_id": product_id, "document_no": number})
    made: UUID | None = await session.scalar(
        noted.on_conflict_do_update(index_elements=["product_id", "document_no"], set_=said).returning(
            AdConfirmation.id
        )
    )
    assert made is not None, "the row was written or corrected"
    record_act(session, officer_id, "conduct.confirm_ad", paper.product_slug, document=number)
    return made


async def end_confirmation(session: AsyncSession, officer_id: UUID, confirmation_id: UUID) -> None:
    """Let a paper hold no more, from now on. Safe to repeat."""
    ended = await session.scalar(
        update(AdConfirmation)
        .where(AdConfirmation.id == confirmation_id, AdConfirmation.ended_at.is_(None))
        .values(ended_at=shop_now())
        .returning(AdConfirmation.document_no)
        .execution_options(synchronize_session=False)
    )
    if ended is not None:
        record_act(session, officer_id, "conduct.end_confirmation", str(confirmation_id), document=ended)
