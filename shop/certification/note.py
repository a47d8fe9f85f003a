"""Write what happened to a certificate: its history, the audit log, the event."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.events import CertificateMoved
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.core.audit import record_act
from shop.core.outbox import publish


def note_step(
    session: AsyncSession,
    certificate: Certificate,
    actor: UUID | str,
    reason: str | None,
    *,
    document_hash: str | None = None,
    successor_id: UUID | None = None,
) -> None:
    """Append the step to the history under the status the certificate has now, and raise its version."""
    certificate.version += 1
    session.add(
        CertificateHistory(
            certificate_id=certificate.id,
            status=certificate.status,
            actor=str(actor),
            reason=reason,
            document_hash=document_hash,
            successor_id=successor_id,
        )
    )


def note_act(session: AsyncSession, certificate: Certificate, actor_id: UUID, act: str, **detail: object) -> None:
    """Write an officer's act in the audit log."""
    record_act(session, actor_id, f"certificate.{act}", certificate.code, **detail)


def tell_move(session: AsyncSession, certificate: Certificate) -> None:
    """Publish that a dossier went a step or a fact was corrected."""
    publish(
        session,
        CertificateMoved(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
            status=CertificateStatus(certificate.status),
        ),
    )
