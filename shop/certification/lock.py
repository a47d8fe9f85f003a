"""Take a certificate for changing it: the one order in which its rows are locked."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import CertificateChanged, CertificateUnknown
from shop.certification.models import Certificate, RegisteredProduct
from shop.certification.queries import CODE_PREFIX
from shop.core.ids import read_code


async def lock_certificate(session: AsyncSession, code: str, version: int | None = None) -> Certificate:
    """The certificate `code`, locked until the commit: first its product's row, then its own.

    All gradings of one product are so worked one after the other, and two officers cannot deadlock.

    Raises:
        CertificateUnknown: no certificate has this code.
        CertificateChanged: it is no longer the `version` that was read.
    """
    stored = read_code(CODE_PREFIX, code)
    product_id = await session.scalar(select(Certificate.registered_product_id).where(Certificate.code == stored))
    if product_id is None:
        raise CertificateUnknown
    await lock_product(session, product_id)
    certificate = await session.scalar(
        select(Certificate)
        .where(Certificate.code == stored)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if certificate is None:
        raise CertificateUnknown
    if version is not None and certificate.version != version:
        raise CertificateChanged
    return certificate


async def lock_product(session: AsyncSession, product_id: UUID) -> None:
    """Keep everybody else from grading the product until the commit; listings may still refer to it."""
    await session.execute(
        select(RegisteredProduct.id).where(RegisteredProduct.id == product_id).with_for_update(key_share=True)
    )


async def lock_others(session: AsyncSession, certificate: Certificate) -> Sequence[Certificate]:
    """All other gradings of its product, locked in the order of their ids."""
    rows = await session.scalars(
        select(Certificate)
        .where(Certificate.registered_product_id == certificate.registered_product_id, Certificate.id != certificate.id)
        .order_by(Certificate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()
