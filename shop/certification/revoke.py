"""Take a certificate back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import CertificateUnknown
from shop.certification.events import CertificateRevoked
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.certification.queries import CODE_PREFIX
from shop.certification.rules import MOVES
from shop.core.audit import record_act
from shop.core.ids import read_code
from shop.core.outbox import publish


async def revoke_certificate(session: AsyncSession, actor_id: UUID, code: str, reason: str) -> Certificate:
    """Revoke the certificate `code`; its row is locked until the commit. The product leaves the shop at once.

    Raises:
        CertificateUnknown: no certificate has this code.
        IllegalMove: it was never certified, or is revoked already.
    """
    certificate = await session.scalar(
        select(Certificate).where(Certificate.code == read_code(CODE_PREFIX, code)).with_for_update()
    )
    if certificate is None:
        raise CertificateUnknown
    MOVES.check(certificate.status, CertificateStatus.REVOKED)
    certificate.status = CertificateStatus.REVOKED
    certificate.version += 1
    session.add(
        CertificateHistory(
            certificate_id=certificate.id, status=CertificateStatus.REVOKED, actor=str(actor_id), reason=reason
        )
    )
    record_act(session, actor_id, "certificate.revoke", certificate.code, reason=reason)
    publish(
        session,
        CertificateRevoked(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
        ),
    )
    return certificate
