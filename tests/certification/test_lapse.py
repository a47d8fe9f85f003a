"""The sweep that says that certificates have run out."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from shop.certification.lapse import lapse_certificates
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus, DatePrecision
from shop.certification.queries import in_force
from shop.core.outbox import OutboxEvent
from tests.make import certification as make

ISSUED = date(2025, 3, 15)
LAST_EVENING = datetime(2028, 3, 14, 16, 59, tzinfo=UTC)  # 23:59 in Hà Nội
MIDNIGHT = datetime(2028, 3, 14, 17, 0, tzinfo=UTC)


async def test_a_certificate_holds_until_midnight_of_ha_noi(session, warp):
    certificate = await make.grading(session, await make.registered(session), ISSUED)

    await warp(session, LAST_EVENING)
    assert await lapse_certificates(session) == 0
    assert await _codes_in_force(session) == [certificate.code]

    await warp(session, MIDNIGHT)
    assert await _codes_in_force(session) == []
    assert await lapse_certificates(session) == 1


async def test_the_sweep_writes_history_and_tells_once(session, warp):
    product = await make.registered(session)
    certificate = await make.grading(session, product, ISSUED)
    await warp(session, MIDNIGHT)

    first, second = await lapse_certificates(session), await lapse_certificates(session)
    await session.flush()

    history = list(await session.scalars(select(CertificateHistory)))
    events = list(await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == "certification.lapsed")))
    assert (first, second) == (1, 0)
    assert [(one.certificate_id, one.status) for one in history] == [(certificate.id, CertificateStatus.LAPSED)]
    assert [one.payload["registered_product_id"] for one in events] == [str(product.id)]
    assert certificate.version == 2


async def test_assessed_undated_and_revoked_rows_never_lapse(session, warp):
    product = await make.registered(session)
    await make.grading(session, product, ISSUED, status=CertificateStatus.ASSESSED)
    await make.grading(session, product, ISSUED, status=CertificateStatus.REVOKED)
    await make.grading(session, product, None, precision=DatePrecision.NONE)
    await warp(session, datetime(2060, 1, 1, tzinfo=UTC))

    assert await lapse_certificates(session) == 0


async def test_a_limit_bounds_one_sweep_and_the_oldest_go_first(session, warp):
    product = await make.registered(session)
    young = await make.grading(session, product, date(2025, 3, 14))
    old = await make.grading(session, product, date(2019, 1, 2))
    await warp(session, MIDNIGHT)

    assert await lapse_certificates(session, 1) == 1
    assert (old.status, young.status) == (CertificateStatus.LAPSED, CertificateStatus.CERTIFIED)


async def test_two_sweeps_at_once_share_the_work(sessions, warp):
    async with sessions() as session, session.begin():
        product = await make.registered(session)
        for _ in range(4):
            await make.grading(session, product, ISSUED)
    async with sessions() as session:
        await warp(session, MIDNIGHT)

    async with sessions() as one, sessions() as two:
        first = await lapse_certificates(one, 3)
        second = await lapse_certificates(two, 3)
        await one.commit()
        await two.commit()

    assert (first, second) == (3, 1)


async def _codes_in_force(session):
    await session.flush()
    return list(await session.scalars(select(Certificate.code).where(in_force())))
