"""What a code says to whoever asks, and how an officer takes a certificate back."""

from datetime import date

import pytest
from sqlalchemy import select

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.outbox import OutboxEvent
from tests.make import accounts, certification, producers

REASON = {"reason": "Không còn đạt điều kiện an toàn thực phẩm"}


async def test_a_code_says_what_it_stands_for(client, session):
    maker = await producers.producer(session, "Công ty Gốm")
    product = await certification.registered(session, "Bát rồng", maker, district_written="Gia Lâm")
    one = await certification.grading(session, product, decision_no="7095/QĐ-UBND", potential_five=True)

    reply = await client.get(f"/api/v1/certificates/{one.code}")

    said = reply.json()
    assert (said["status"], said["stars"], said["potential_five"]) == ("in_force", 4, True)
    assert (said["issued_on"], said["valid_from"], said["valid_until"]) == ("2025-03-15", "2025-03-15", "2028-03-15")
    assert said["producer"] == {"slug": maker.slug, "name": "Công ty Gốm"}
    assert said["missing"] == ["commune"]
    assert said["sample"] is False


async def test_spaces_dashes_and_case_do_not_matter(client, session):
    one = await certification.grading(session, await certification.registered(session))
    typed = one.code.lower().replace("-", " ")

    assert (await client.get(f"/api/v1/certificates/{typed}")).json()["code"] == one.code


async def test_what_is_not_stated_is_null_and_named(client, session):
    product = await certification.registered(session)
    one = await certification.grading(session, product, date(2024, 1, 1), precision=DatePrecision.YEAR, stars=None)

    said = (await client.get(f"/api/v1/certificates/{one.code}")).json()

    assert said["issued_on"] == "2024"
    assert (said["stars"], said["decision_no"], said["producer"]) == (None, None, None)
    assert said["missing"] == ["stars", "decision_no", "issued_day", "producer", "district", "commune"]


async def test_an_assessed_product_shows_no_stars_and_is_never_in_force(client, session):
    product = await certification.registered(session)
    one = await certification.grading(session, product, stars=4, status=CertificateStatus.ASSESSED)

    said = (await client.get(f"/api/v1/certificates/{one.code}")).json()

    assert (said["status"], said["stars"], said["scored_stars"]) == ("assessed", None, 4)
    assert said["valid_until"] is None


async def test_other_gradings_stand_beside_it(client, session):
    product = await certification.registered(session)
    new = await certification.grading(session, product, date(2025, 6, 1), stars=5)
    old = await certification.grading(session, product, date(2020, 6, 1), stars=4)

    said = (await client.get(f"/api/v1/certificates/{new.code}")).json()

    assert [(one["code"], one["status"], one["stars"]) for one in said["other_gradings"]] == [(old.code, "expired", 4)]


@pytest.mark.parametrize("code", ["OCOP-2222-2222", "OCOP", "x" * 39, "%00", "OCOP-0000-0000", "📦"])
async def test_an_unknown_code_is_not_found(client, code):
    reply = await client.get(f"/api/v1/certificates/{code}")

    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_an_officer_revokes_with_history_audit_and_event(client, session):
    one = await certification.grading(session, await certification.registered(session))
    officer = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, officer)

    reply = await client.post(f"/api/v1/certificates/{one.code}/revoke", json=REASON)

    said = reply.json()
    assert (reply.status_code, said["status"]) == (200, "revoked")
    assert said["history"][-1]["reason"] == REASON["reason"]
    acts = list(await session.scalars(select(AuditEntry).where(AuditEntry.action == "certificate.revoke")))
    assert [(act.actor, act.subject) for act in acts] == [(str(officer.id), one.code)]
    kinds = list(await session.scalars(select(OutboxEvent.kind)))
    assert kinds.count("certification.revoked") == 1


async def test_revoking_twice_or_an_assessed_one_is_refused(client, session):
    product = await certification.registered(session)
    one = await certification.grading(session, product, status=CertificateStatus.REVOKED)
    two = await certification.grading(session, product, status=CertificateStatus.ASSESSED)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    replies = [await client.post(f"/api/v1/certificates/{each.code}/revoke", json=REASON) for each in (one, two)]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(409, "illegal_move")] * 2


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 301}, {"reason": "vì thế", "more": 1}])
async def test_a_reason_is_wanted_and_nothing_else(client, session, body):
    one = await certification.grading(session, await certification.registered(session))
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.post(f"/api/v1/certificates/{one.code}/revoke", json=body)

    assert reply.status_code in {400, 422}
    assert reply.json()["code"]


@pytest.mark.parametrize(("role", "status"), [(None, 401), (Role.CONSUMER, 403), (Role.STAFF, 403)])
async def test_only_officers_revoke(client, session, role, status):
    one = await certification.grading(session, await certification.registered(session))
    if role is not None:
        await accounts.signed_in(client, await accounts.person(session, role))

    reply = await client.post(f"/api/v1/certificates/{one.code}/revoke", json=REASON)

    assert reply.status_code == status
    assert one.status is CertificateStatus.CERTIFIED
