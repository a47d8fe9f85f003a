"""Every move of a certificate's life, legal or not: by its act, with exactly one line of history or none."""

from datetime import timedelta
from itertools import product as pairs

import pytest
from sqlalchemy import func, select

from shop.certification.amend import Amendment, amend_certificate
from shop.certification.decide import Decision, certify
from shop.certification.expire import warn_expiring
from shop.certification.lapse import lapse_certificates
from shop.certification.models import (
    Certificate,
    CertificateHistory,
    CertificateNotice,
    CertificateStatus,
    IssuerLevel,
    RegisteredProduct,
)
from shop.certification.move import STEPS, move_dossier
from shop.certification.revoke import revoke_certificate
from shop.certification.rules import FOLLOWED, MOVES, RUNNING, add_months
from shop.core.clock import today
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from tests.make import accounts
from tests.make import certification as make

S = CertificateStatus
STARS_AFTER = {S.RENEWED: 4, S.UPGRADED: 5, S.REGRADED: 3}
EVERY = list(pairs(S, [to for to in S if to is not S.DRAFT]))


def test_the_table_is_the_life_as_it_is_described():
    allowed = {(one.value, to.value) for one, to in pairs(S, S) if MOVES.allows(one, to)}

    assert allowed == {
        *pairs(["draft"], ["submitted", "withdrawn"]),
        *pairs(["submitted"], ["returned", "assessed", "withdrawn"]),
        *pairs(["returned"], ["submitted", "withdrawn"]),
        *pairs(["assessed"], ["certified", "rejected"]),
        *pairs(["certified"], ["expiring", "lapsed", "renewed", "upgraded", "regraded", "revoked"]),
        *pairs(["expiring"], ["certified", "lapsed", "renewed", "upgraded", "regraded", "revoked"]),
        *pairs(["lapsed"], ["certified", "renewed", "upgraded", "regraded", "revoked"]),
    }


@pytest.mark.parametrize(("current", "to"), EVERY, ids=[f"{one.value}-{to.value}" for one, to in EVERY])
async def test_a_move_happens_once_or_not_at_all(session, current, to):
    officer = await accounts.person(session)
    certificate = await _standing_at(session, current, to)
    before = await _facts(session, certificate)

    refused = await _refused(session, officer.id, certificate, to)

    after = await _facts(session, certificate)
    if MOVES.allows(current, to):
        assert not refused
        assert (after["status"], after["version"]) == (to, before["version"] + 1)
        assert after["history"] == before["history"] + 1
    else:
        assert after == before
        assert refused or to in _SWEPT | FOLLOWED


_SWEPT = {S.EXPIRING, S.LAPSED}  # a sweep passes over what it may not move; a decision follows only what runs


async def _standing_at(session, current, to):
    """A certificate in `current` whose dates fit the move, where any dates can."""
    day = await today(session)
    left = {S.EXPIRING: 50, S.LAPSED: 0}.get(to, 0 if current is S.LAPSED and to not in FOLLOWED else 400)
    if current is S.LAPSED and to in FOLLOWED:
        left = -5
    issued = add_months(day + timedelta(days=left), -36)
    made = await make.grading(session, await make.registered(session), issued, status=current)
    if current is S.REVOKED:
        made.in_force_until = day  # as a revocation leaves it
    if current is S.EXPIRING:
        session.add(CertificateNotice(certificate_id=made.id, days=60))  # it was told
    return made


async def _refused(session, officer_id, certificate, to):
    try:
        async with session.begin_nested():
            await _act(session, officer_id, certificate, to)
    except IllegalMove:
        return True
    return False


async def _act(session, officer_id, certificate, to):
    day = await today(session)
    if to in STEPS:
        await move_dossier(session, officer_id, certificate.code, to, "Theo biên bản")
    elif to is S.CERTIFIED and certificate.status in {*RUNNING, S.LAPSED}:
        moved = Amendment(decided_on=day - timedelta(days=2))
        if certificate.status is S.CERTIFIED:  # stays so, which is no move: a decision upon it is one
            await certify(session, officer_id, certificate.code, _decision(4, day))
        await amend_certificate(session, officer_id, certificate.code, moved, "Ghi nhầm ngày")
    elif to is S.CERTIFIED:
        await certify(session, officer_id, certificate.code, _decision(4, day))
    elif to is S.REVOKED:
        await revoke_certificate(session, officer_id, certificate.code, "Không còn đạt")
    elif to is S.EXPIRING:
        await warn_expiring(session)
    elif to is S.LAPSED:
        await lapse_certificates(session)
    else:
        product = await session.get(RegisteredProduct, certificate.registered_product_id)
        other = await make.grading(session, product, None, status=S.ASSESSED)
        day = day - timedelta(days=6) if certificate.status is S.LAPSED else day
        await certify(session, officer_id, other.code, _decision(STARS_AFTER[to], day))


def _decision(stars, day):
    level = IssuerLevel.CENTRE if stars == 5 else IssuerLevel.PROVINCE
    return Decision(stars=stars, potential_five=False, decision_no="12/QĐ", decided_on=day, issuer_level=level)


async def _facts(session, certificate):
    await session.flush()
    row = (
        await session.execute(
            select(Certificate.status, Certificate.version, Certificate.in_force_until, Certificate.issued_on).where(
                Certificate.id == certificate.id
            )
        )
    ).one()
    lines = select(func.count()).where(CertificateHistory.certificate_id == certificate.id)
    about = select(func.count()).where(OutboxEvent.payload["certificate_id"].astext == str(certificate.id))
    return {
        **row._asdict(),
        "history": await session.scalar(lines),
        "events": await session.scalar(about),
    }
