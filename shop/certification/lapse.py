"""Say of certificates whose last day has passed that they have lapsed."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.events import CertificateLapsed
from shop.certification.models import Certificate, CertificateStatus
from shop.certification.note import note_step
from shop.certification.rules import RUNNING, lapse_reason
from shop.core.outbox import publish

SWEEP = "sweep:lapse"


async def lapse_certificates(session: AsyncSession, limit: int = 500) -> int:
    """Mark at most `limit` certificates as lapsed and tell it; return how many.

    Safe to repeat and to run twice at once: rows another sweep holds are passed over. Nothing goes off sale by
    this: the sale predicate looks at dates. One that was never marked as expiring lapses all the same.
    """
    due = await session.scalars(
        select(Certificate)
        .where(Certificate.status.in_(sorted(RUNNING)), Certificate.in_force_until <= func.shop_today())
        .order_by(Certificate.in_force_until, Certificate.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    lapsed = list(due)
    for certificate in lapsed:
        _lapse(session, certificate)
    await session.flush()  # the next sweep, in this transaction or another, must not find them again
    return len(lapsed)


def _lapse(session: AsyncSession, certificate: Certificate) -> None:
    certificate.status = CertificateStatus.LAPSED
    note_step(session, certificate, SWEEP, lapse_reason(certificate.date_precision))
    publish(
        session,
        CertificateLapsed(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
        ),
    )
