"""A decision: what it needs, what it ends, and what is left of it afterwards."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.catalog.models import CatalogChange
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus, DatePrecision
from shop.certification.queries import in_force
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.clock import today
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.media.models import Asset, AssetKind, AssetState
from tests.make import accounts, catalog
from tests.make import certification as make

S = CertificateStatus
REASON = {"reason": "Theo biên bản của hội đồng"}
FOUR = {"stars": 4, "decision_no": "512/QĐ-UBND", "decided_on": "2026-11-02", "issuer_level": "province"}
FIVE = {"stars": 5, "decision_no": "377/QĐ-BNNMT", "decided_on": "2026-11-10", "issuer_level": "centre"}
DIGEST = "ab" * 32


@pytest.fixture
async def officer(client, session):
    made = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, made)
    return made


async def test_a_dossier_goes_from_draft_to_decision_over_http(client, session, officer):
    product = await make.registered(session)

    made = await client.post("/api/v1/certificates", json={"product": product.slug, "stars": 4, **REASON})
    code = made.json()["code"]
    for act in ("submit", "return", "submit", "assess"):
        assert (await client.post(f"/api/v1/certificates/{code}/{act}", json=REASON)).status_code == 200
    reply = await client.post(f"/api/v1/certificates/{code}/decide", json=FOUR)

    said = reply.json()
    assert (made.status_code, reply.status_code, said["status"], said["stars"]) == (201, 200, "in_force", 4)
    assert (said["valid_until"], said["decided_until"]) == ("2029-11-02", "2029-11-02")
    steps = ["draft", "submitted", "returned", "submitted", "assessed", "certified"]
    assert [one["status"] for one in said["history"]] == steps
    acts = (await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all()
    told = [f"certificate.{act}" for act in ("draft", "submit", "return", "submit", "assess", "decide")]
    assert [act for act in acts if act.startswith("certificate.")] == told


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ({"stars": 4}, FIVE, S.UPGRADED),
        ({"stars": 4, "potential_five": True}, FIVE, S.UPGRADED),
        ({"stars": 4}, FOUR | {"potential_five": True}, S.UPGRADED),
        ({"stars": 4, "potential_five": True}, FOUR, S.REGRADED),
        ({"stars": 5}, FOUR, S.REGRADED),
        ({"stars": 4}, FOUR, S.RENEWED),
        ({"stars": None}, FOUR, S.RENEWED),
    ],
)
async def test_a_new_decision_says_what_became_of_the_old(client, session, officer, *, first, second, word):
    product = await make.registered(session)
    old = await make.grading(session, product, date(2024, 5, 6), **first)
    new = await make.grading(session, product, None, status=S.ASSESSED, stars=None)

    reply = await client.post(f"/api/v1/certificates/{new.code}/decide", json=second)

    await session.refresh(old)
    assert reply.status_code == 200
    assert (old.status, old.in_force_until) == (word, date.fromisoformat(second["decided_on"]))
    assert reply.json()["supersedes"] == old.code
    was = (await client.get(f"/api/v1/certificates/{old.code}")).json()
    assert (was["status"], was["superseded_by"], was["decided_until"]) == (word.value, new.code, "2027-05-06")
    assert was["history"][-1]["successor"] == new.code


async def test_a_rejected_five_star_dossier_leaves_the_four_stars(client, session, officer):
    product = await make.registered(session)
    four = await make.grading(session, product, date(2025, 5, 6), potential_five=True)
    five = await client.post("/api/v1/certificates", json={"product": product.slug, "stars": 5, **REASON})
    code = five.json()["code"]

    for act in ("submit", "assess", "reject"):
        assert (await client.post(f"/api/v1/certificates/{code}/{act}", json=REASON)).status_code == 200

    held = (await session.scalars(select(Certificate.code).where(in_force()))).all()
    assert (held, four.status) == ([four.code], S.CERTIFIED)


async def test_one_product_has_one_dossier_at_work(client, session, officer):
    product = await make.registered(session)
    wanted = {"product": product.slug, **REASON}

    first, second = [await client.post("/api/v1/certificates", json=wanted) for _ in range(2)]

    assert (first.status_code, second.status_code, second.json()["code"]) == (201, 409, "grading_open")
    assert second.json()["certificate"] == first.json()["code"]


async def test_dossiers_are_the_offices_own(client, session):
    product = await make.registered(session)
    graded = await make.grading(session, product)
    dossier = await make.grading(session, product, None, status=S.SUBMITTED)

    replies = [await client.get(f"/api/v1/certificates/{one.code}") for one in (dossier, graded)]

    assert [reply.status_code for reply in replies] == [404, 200]
    assert replies[1].json()["other_gradings"] == []


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"issuer_level": "district"}, "issuer_level", "province_decides"),
        ({"issuer_level": "province", "stars": 5}, "issuer_level", "centre_decides"),
        ({"stars": 3, "decided_on": "2024-01-10"}, "issuer_level", "district_decides"),
        ({"stars": 3, "decided_on": "2023-02-23", "issuer_level": "district"}, "issuer_level", "province_decides"),
        ({"stars": 5, "potential_five": True}, "potential_five", "stars_mismatch"),
        ({"decided_on": "2026-12-31"}, "decided_on", "decision_date_wrong"),
        ({"decided_on": "2017-12-31"}, "decided_on", "decision_date_wrong"),
        ({"document_id": str(uuid4())}, "document_id", "document_unknown"),
        ({"document_hash": "ab"}, None, "validation"),
        ({"decision_no": "   "}, None, "validation"),
        ({"stars": 2}, None, "validation"),
        ({"version": 99}, None, "certificate_changed"),
    ],
)
async def test_a_decision_that_cannot_be_is_refused_by_name(client, session, officer, *, change, field, code):
    dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)

    reply = await client.post(f"/api/v1/certificates/{dossier.code}/decide", json=FOUR | change)

    assert reply.status_code in {409, 422}
    assert (reply.json()["code"], reply.json().get("field") if field else None) == (code, field)
    assert dossier.status is S.ASSESSED


async def test_a_decision_before_the_one_that_runs_is_refused(client, session, officer):
    product = await make.registered(session)
    await make.grading(session, product, date(2026, 11, 5))
    dossier = await make.grading(session, product, None, status=S.ASSESSED)

    reply = await client.post(f"/api/v1/certificates/{dossier.code}/decide", json=FOUR)

    assert (reply.status_code, reply.json()["code"]) == (422, "decision_date_wrong")
    assert "05/11/2026" in reply.json()["detail"]


async def test_the_hash_of_the_paper_is_kept(client, session, officer):
    paper = Asset(
        kind=AssetKind.DOCUMENT,
        state=AssetState.READY,
        digest=DIGEST,
        media_type="application/pdf",
        filename="512.pdf",
        bytes=9,
        owner=officer.id,
        uploaded_by=officer.id,
    )
    session.add(paper)
    dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)
    body = FOUR | {"document_id": str(paper.id), "document_hash": DIGEST.upper()}

    wrong = await client.post(f"/api/v1/certificates/{dossier.code}/decide", json=body | {"document_hash": "0" * 64})
    right = await client.post(f"/api/v1/certificates/{dossier.code}/decide", json=body)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "document_differs")
    assert (right.json()["document_hash"], right.json()["history"][-1]["document_hash"]) == (DIGEST, DIGEST)
    await session.refresh(dossier)
    assert dossier.document_id == paper.id


async def test_a_correction_keeps_both_and_moves_the_window(client, session, officer):
    product = await make.registered(session)
    old = await make.grading(session, product, date(2024, 5, 6))
    new = await make.grading(session, product, None, status=S.ASSESSED)
    await client.post(f"/api/v1/certificates/{new.code}/decide", json=FOUR)
    right = {"decision_no": "521/QĐ-UBND", "decided_on": "2026-11-12", "reason": "Ghi nhầm số và ngày"}

    reply = await client.post(f"/api/v1/certificates/{new.code}/amend", json=right)
    again = await client.post(f"/api/v1/certificates/{new.code}/amend", json=right)

    said = reply.json()
    assert (said["decision_no"], said["issued_on"], said["valid_until"]) == ("521/QĐ-UBND", "2026-11-12", "2029-11-12")
    assert "512/QĐ-UBND → 521/QĐ-UBND" in said["history"][-1]["reason"]
    assert (again.status_code, again.json()["code"]) == (422, "nothing_amended")
    await session.refresh(old)
    assert old.in_force_until == date(2026, 11, 12)


async def test_the_date_of_a_followed_one_stands(client, session, officer):
    product = await make.registered(session)
    old = await make.grading(session, product, date(2024, 5, 6))
    new = await make.grading(session, product, None, status=S.ASSESSED)
    await client.post(f"/api/v1/certificates/{new.code}/decide", json=FOUR)
    body = {"reason": "Ghi nhầm"}

    day = await client.post(f"/api/v1/certificates/{old.code}/amend", json=body | {"decided_on": "2024-05-07"})
    number = await client.post(f"/api/v1/certificates/{old.code}/amend", json=body | {"decision_no": "9/QĐ"})

    assert (day.status_code, day.json()["code"], number.status_code) == (409, "date_settled", 200)


async def test_a_revocation_ends_the_window_on_its_day(client, session, officer):
    one = await make.grading(session, await make.registered(session), date(2025, 3, 15))
    body = {"reason": "Không đánh giá lại", "revoked_on": "2026-11-01"}

    reply = await client.post(f"/api/v1/certificates/{one.code}/revoke", json=body)

    said = reply.json()
    assert (said["status"], said["valid_until"], said["decided_until"]) == ("revoked", "2026-11-01", "2028-03-15")


async def test_two_officers_decide_at_once_and_one_wins(sessions, make_client):
    async with short(sessions) as session:
        people = [await accounts.person(session, Role.OFFICER) for _ in range(2)]
        product = await make.registered(session)
        dossier = await make.grading(session, product, None, status=S.ASSESSED)
        await make.grading(session, product, date(2024, 5, 6))
    async with make_client() as one, make_client() as two:
        for client, person in zip((one, two), people, strict=True):
            await accounts.signed_in(client, person)
        path = f"/api/v1/certificates/{dossier.code}/decide"

        replies = await asyncio.gather(*(client.post(path, json=FOUR) for client in (one, two)))

    assert sorted(reply.status_code for reply in replies) == [200, 409]
    async with short(sessions) as session:
        lines = select(CertificateHistory.status).where(CertificateHistory.certificate_id == dossier.id)
        assert (await session.scalars(lines)).all() == [S.CERTIFIED]


async def test_a_listing_is_noted_in_the_transaction_of_the_act(client, session, officer):
    listed = await catalog.product(session)
    code = (await session.scalars(select(Certificate.code))).one()

    await client.post(f"/api/v1/certificates/{code}/revoke", json={"reason": "Không còn đạt"})

    noted = (await session.execute(select(CatalogChange.product_id, CatalogChange.reason))).all()
    assert (listed.id, "certification.revoked") in noted


async def test_a_sample_never_ends_what_is_real(client, session, officer):
    product = await make.registered(session)
    real = await make.grading(session, product, date(2025, 5, 6))
    sample = await make.grading(session, product, None, status=S.ASSESSED, sample=True)

    await client.post(f"/api/v1/certificates/{sample.code}/decide", json=FOUR)

    await session.refresh(real)
    assert (real.status, sample.supersedes_id) == (S.CERTIFIED, None)


async def test_undated_ones_are_followed_too(client, session, officer):
    product = await make.registered(session)
    undated = await make.grading(session, product, None, precision=DatePrecision.NONE)
    dossier = await make.grading(session, product, None, status=S.ASSESSED)

    await client.post(f"/api/v1/certificates/{dossier.code}/decide", json=FOUR)

    await session.refresh(undated)
    said = (await client.get(f"/api/v1/certificates/{undated.code}")).json()
    assert (undated.status, said["status"], undated.in_force_until) == (S.RENEWED, "renewed", None)


async def test_a_follower_of_tomorrow_leaves_today_to_the_old_one(session):
    day = await today(session)
    old = await make.grading(session, await make.registered(session), day - timedelta(days=9), status=S.RENEWED)
    old.in_force_until = day + timedelta(days=1)
    await session.flush()

    assert (await session.scalars(select(Certificate.code).where(in_force()))).all() == [old.code]


async def test_each_act_tells_one_event(client, session, officer):
    product = await make.registered(session)
    made = await client.post("/api/v1/certificates", json={"product": product.slug, **REASON})
    code = made.json()["code"]
    await client.post(f"/api/v1/certificates/{code}/submit", json=REASON)
    await client.post(f"/api/v1/certificates/{code}/submit", json=REASON)

    kinds = (await session.scalars(select(OutboxEvent.kind))).all()
    assert kinds == ["certification.moved"] * 2
