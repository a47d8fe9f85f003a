"""Take a certificate back."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import DecisionDateWrong
from shop.certification.events import CertificateRevoked
from shop.certification.lock import lock_certificate
from shop.certification.models import Certificate, CertificateStatus
from shop.certification.note import note_act, note_step
from shop.certification.paper import Paper, check_paper
from shop.certification.rules import MOVES, cut_short
from shop.core.clock import today
from shop.core.outbox import publish


async def revoke_certificate(
    session: AsyncSession,
    actor_id: UUID,
    code: str,
    reason: str,
    *,
    revoked_on: date | None = None,
    paper: Paper | None = None,
    version: int | None = None,
) -> Certificate:
    """Revoke the certificate `code` from `revoked_on` (today) on; its rows are locked until the commit.

    The product leaves the shop at once. What the revoked one had followed does not come back: only a new decision
    certifies.

    Raises:
        CertificateUnknown, CertificateChanged: see `lock_certificate`.
        DecisionDateWrong: the day lies in the future, or before the certificate.
        IllegalMove: it was never certified, has been followed, or is revoked already.
    """
    certificate = await lock_certificate(session, code, version)
    MOVES.check(certificate.status, CertificateStatus.REVOKED)
    document = await check_paper(session, paper or Paper())
    day = await _checked_day(session, certificate, revoked_on)
    if certificate.in_force_from is not None and certificate.in_force_until is not None:
        window = cut_short((certificate.in_force_from, certificate.in_force_until), day)
        certificate.in_force_until = window[1] if window else None
    certificate.status = CertificateStatus.REVOKED
    note_step(session, certificate, actor_id, reason, document_hash=document.hash)
    note_act(session, certificate, actor_id, "revoke", reason=reason, on=day.isoformat(), document=document.hash)
    publish(
        session,
        CertificateRevoked(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
        ),
    )
    await session.flush()  # the sale predicate of this transaction sees it
    return certificate


async def _checked_day(session: AsyncSession, certificate: Certificate, revoked_on: date | None) -> date:
    now = await today(session)
    earliest = min(certificate.issued_on or now, now)
    day = revoked_on or now
    if not earliest <= day <= now:
        raise DecisionDateWrong(field="revoked_on", earliest=f"{earliest:%d/%m/%Y}", latest=f"{now:%d/%m/%Y}")
    return day
