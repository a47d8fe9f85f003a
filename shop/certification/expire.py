"""Say of certificates that they run out soon, and have their producers told 90, 60 and 30 days ahead."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.events import CertificateExpiring
from shop.certification.models import Certificate, CertificateNotice, CertificateStatus
from shop.certification.note import note_step
from shop.certification.rules import MOVES, NOTICE_DAYS, RUNNING, due_notice
from shop.core.clock import today
from shop.core.outbox import publish

SWEEP = "sweep:expire"


async def warn_expiring(session: AsyncSession, limit: int = 200) -> int:
    """Give the notice that is due to at most `limit` certificates, and mark them as expiring; return how many.

    Each notice is given once; of several missed ones only the nearest. The issuer must tell no later than 30 days
    ahead (Decision 148/QĐ-TTg). Safe to repeat and to run twice at once: rows another sweep holds are passed over.
    """
    day = await today(session)
    told = exists().where(CertificateNotice.certificate_id == Certificate.id, CertificateNotice.days == _due(day))
    due = await session.scalars(
        select(Certificate)
        .where(
            Certificate.status.in_(sorted(RUNNING)),
            Certificate.in_force_until > day,
            Certificate.in_force_until <= day + timedelta(days=max(NOTICE_DAYS)),
            ~told.correlate(Certificate),
        )
        .order_by(Certificate.in_force_until, Certificate.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    warned = list(due)
    for certificate in warned:
        _warn(session, certificate, day)
    await session.flush()  # the next sweep, in this transaction or another, must not find them again
    return len(warned)


def _warn(session: AsyncSession, certificate: Certificate, day: date) -> None:
    until = certificate.in_force_until
    mark = None if until is None else due_notice((until - day).days)
    assert until is not None, "the query asks for a date"
    assert mark is not None, "the query asks for at most ninety days"
    if certificate.status is CertificateStatus.CERTIFIED:
        MOVES.check(certificate.status, CertificateStatus.EXPIRING)
        certificate.status = CertificateStatus.EXPIRING
        note_step(session, certificate, SWEEP, f"{(until - day).days} days are left")
    session.add(CertificateNotice(certificate_id=certificate.id, days=mark))
    publish(
        session,
        CertificateExpiring(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
            days=mark,
            until=until,
        ),
    )


def _due(day: date) -> ColumnElement[int]:
    """`due_notice` in SQL."""
    nearest = sorted(NOTICE_DAYS)
    return case(*((Certificate.in_force_until <= day + timedelta(days=mark), mark) for mark in nearest))
