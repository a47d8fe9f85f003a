"""Notices ninety, sixty and thirty days ahead, and what a clock that jumps leaves of them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from shop.certification.expire import warn_expiring
from shop.certification.lapse import lapse_certificates
from shop.certification.models import CertificateHistory, CertificateNotice, CertificateStatus, DatePrecision
from shop.core.clock import HANOI
from shop.core.db import short
from shop.core.outbox import OutboxDelivery, OutboxEvent
from shop.notifications.models import Channel, Notice
from tests.make import accounts, producers
from tests.make import certification as make
from workers.deliveries import work_deliveries
from workers.expand import expand_events

S = CertificateStatus
ISSUED, UNTIL = date(2024, 2, 10), date(2027, 2, 10)


def _noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=HANOI)


async def _on(session, warp, days_left):
    await warp(session, _noon(UNTIL - timedelta(days=days_left)))
    return await warn_expiring(session)


async def test_each_notice_is_given_once_on_its_day(session, warp):
    certificate = await make.grading(session, await make.registered(session), ISSUED)

    given = [(left, await _on(session, warp, left)) for left in (91, 90, 89, 61, 60, 59, 31, 30, 29, 1)]

    assert [left for left, count in given if count] == [90, 60, 30]
    events = (await session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))).all()
    assert [(one.payload["days"], one.payload["until"]) for one in events] == [
        (days, "2027-02-10") for days in (90, 60, 30)
    ]
    lines = (await session.scalars(select(CertificateHistory.status))).all()
    assert (certificate.status, lines) == (S.EXPIRING, [S.EXPIRING])


@pytest.mark.parametrize(("left", "mark"), [(90, 90), (75, 90), (60, 60), (45, 60), (30, 30), (29, 30), (1, 30)])
async def test_after_a_jump_only_the_nearest_notice_is_given(session, warp, left, mark):
    certificate = await make.grading(session, await make.registered(session), ISSUED)

    await _on(session, warp, left)

    assert (await session.scalars(select(CertificateNotice.days))).all() == [mark]
    assert certificate.status is S.EXPIRING


async def test_a_jump_over_everything_lapses_at_once(session, warp):
    certificate = await make.grading(session, await make.registered(session), ISSUED)

    warned = await _on(session, warp, 0)
    lapsed = await lapse_certificates(session)

    assert (warned, lapsed, certificate.status) == (0, 1, S.LAPSED)
    assert (await session.scalars(select(CertificateNotice.days))).all() == []


async def test_what_is_over_followed_or_undated_is_told_nothing(session, warp):
    product = await make.registered(session)
    for status in (S.REVOKED, S.RENEWED, S.ASSESSED, S.LAPSED):
        await make.grading(session, product, ISSUED, status=status)
    await make.grading(session, product, None, precision=DatePrecision.NONE)

    assert await _on(session, warp, 30) == 0


async def test_a_limit_bounds_one_sweep(session, warp):
    product = await make.registered(session)
    for _ in range(3):
        await make.grading(session, product, ISSUED)
    await warp(session, _noon(UNTIL - timedelta(days=10)))

    assert [await warn_expiring(session, 2) for _ in range(3)] == [2, 1, 0]


async def test_the_members_are_told_in_their_language(sessions, warp):
    async with short(sessions) as session:
        people = [await accounts.person(session, locale=locale) for locale in ("vi", "en")]
        maker = await producers.producer(session, members=people)
        await make.grading(session, await make.registered(session, "Chè lam", maker), ISSUED)
    async with sessions() as session:
        await warp(session, _noon(UNTIL - timedelta(days=60)))
    async with short(sessions) as session:
        await warn_expiring(session)
    async with short(sessions) as session:
        await expand_events(session)
    async with short(sessions) as session:
        ids = (await session.scalars(select(OutboxDelivery.id))).all()
    await work_deliveries(sessions, ids, 8)

    async with short(sessions) as session:
        notices = (await session.scalars(select(Notice).order_by(Notice.locale, Notice.channel))).all()
    assert [(one.locale, one.channel) for one in notices] == [
        (locale, channel) for locale in ("en", "vi") for channel in (Channel.EMAIL, Channel.IN_APP)
    ]
    assert "09/02/2027" in notices[0].body_text
    assert "60 ngày" in notices[-1].subject
