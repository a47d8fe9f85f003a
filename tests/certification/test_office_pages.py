"""The office's pages of certificates: what an officer sees, does in two steps, and is told when it cannot be."""

import asyncio
import re
from datetime import date

import pytest
from sqlalchemy import select

from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.certification.work_list import Queue, work_counts, work_part
from shop.core.actor import Role
from shop.core.db import short
from shop.media.models import Asset
from tests.make import accounts, catalog, producers
from tests.make import certification as make

S = CertificateStatus
AT = "/van-phong/chung-nhan"
HTML = {"accept": "text/html", "origin": "https://chomay.test"}
FOUR = {"act": "decide", "grade": "4", "decision_no": "512/QĐ-UBND", "decided_on": "2026-11-02"}
FOUR |= {"issuer_level": "province"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
async def officer(client, session):
    made = await accounts.person(session, Role.OFFICER, name="Nguyễn Thị Mai")
    await accounts.signed_in(client, made)
    return made


async def _send(client, code, files=None, **fields):
    return await client.post(f"{AT}/{code}", data=fields, files=files, headers=HTML)


async def test_a_renewal_goes_from_draft_to_decision_on_the_pages(client, session, officer):
    product = await make.registered(session)
    old = await make.grading(session, product, date(2024, 5, 6))

    form = await client.get(f"{AT}/moi?product={product.slug}", headers=HTML)
    made = await client.post(
        f"{AT}/moi", data={"product": product.slug, "grade": "4", "reason": "Sắp hết hạn"}, headers=HTML
    )
    code = re.search(r"OCOP-[0-9A-Z-]+", made.headers["location"])[0]
    for act in ("submit", "return", "submit", "assess"):
        assert (await _send(client, code, act=act, reason="Theo biên bản")).status_code == 303
    asked = await _send(client, code, **FOUR)
    await session.refresh(old)
    untouched = old.status
    done = await _send(client, code, **FOUR, step="confirmed")

    await session.refresh(old)
    assert old.code in form.text
    assert (made.status_code, asked.status_code, untouched, done.status_code) == (303, 200, S.CERTIFIED, 303)
    assert old.code in asked.text  # what it will end is said before
    assert 'name="step" value="confirmed"' in asked.text
    assert (old.status, old.in_force_until) == (S.RENEWED, date(2026, 11, 2))
    page = (await client.get(done.headers["location"], headers=HTML)).text
    assert "Nguyễn Thị Mai" in page
    assert "Quyết định đã ghi" in page


STATES = {
    S.DRAFT: {"submit", "withdraw"},
    S.SUBMITTED: {"assess", "return", "withdraw"},
    S.RETURNED: {"submit", "withdraw"},
    S.ASSESSED: {"decide", "reject"},
    S.CERTIFIED: {"amend", "revoke"},
    S.EXPIRING: {"amend", "revoke"},
    S.LAPSED: {"amend", "revoke"},
    S.RENEWED: {"amend"},
    S.UPGRADED: {"amend"},
    S.REGRADED: {"amend"},
    S.REVOKED: {"amend"},
    S.WITHDRAWN: set(),
    S.REJECTED: set(),
}


@pytest.mark.parametrize("status", list(S))
async def test_a_page_has_the_forms_of_its_state_and_refuses_the_rest(client, session, officer, status):
    certificate = await make.grading(session, await make.registered(session), status=status)

    page = (await client.get(f"{AT}/{certificate.code}", headers=HTML)).text
    offered = set(re.findall(r'name="act" value="([a-z]+)"', page))
    refused = {}
    for act in {"submit", "assess", "return", "withdraw", "decide", "reject", "revoke", "amend"} - STATES[status]:
        reply = await _send(client, certificate.code, **(FOUR | {"act": act, "reason": "Thử", "step": "confirmed"}))
        refused[act] = reply.status_code

    assert offered == STATES[status]
    assert set(refused.values()) <= {409}
    await session.refresh(certificate)
    assert certificate.status is status


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"grade": "3", "decided_on": "2024-01-10"}, 422, "UBND cấp huyện quyết định (Quyết định 148/QĐ-TTg)"),
        ({"grade": "5"}, 422, "5 sao do Trung ương quyết định"),
        ({"decided_on": "31/12/2026"}, 422, "Ngày quyết định phải từ"),
        ({"decided_on": "hôm qua"}, 422, "Nhập ngày quyết định"),
        ({"decision_no": " ", "issuer_level": ""}, 422, "Nhập số quyết định"),
        ({"version": "99"}, 409, "Người khác vừa sửa"),
    ],
)
async def test_a_refusal_names_the_rule_and_keeps_what_was_typed(client, session, officer, *, change, status, words):
    dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)

    reply = await _send(client, dossier.code, **(FOUR | {"issuer": "UBND thành phố Hà Nội"} | change))

    assert reply.status_code == status
    assert words in reply.text
    assert 'value="UBND thành phố Hà Nội"' in reply.text
    assert 'id="errors"' in reply.text


async def test_back_from_the_second_step_loses_nothing(client, session, officer):
    dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)

    reply = await _send(client, dossier.code, **FOUR, step="back")

    assert reply.status_code == 200
    assert 'value="512/QĐ-UBND"' in reply.text


async def test_the_paper_is_kept_over_a_refusal_and_can_be_got_by_officers_alone(client, session, officer):
    dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)
    paper = {"document": ("512.pdf", PDF, "application/pdf")}

    wrong = await _send(client, dossier.code, paper, **(FOUR | {"decision_no": ""}))
    kept = re.search(r'name="document_id" value="([0-9a-f-]+)"', wrong.text)[1]
    done = await _send(client, dossier.code, **FOUR, document_id=kept, step="confirmed")
    digest = await session.scalar(select(Asset.digest))
    page = (await client.get(f"{AT}/{dossier.code}", headers=HTML)).text
    got = await client.get(f"{AT}/{dossier.code}/van-ban/{digest}")
    other = await make.grading(session, await make.registered(session))
    elsewhere = await client.get(f"{AT}/{other.code}/van-ban/{digest}")

    assert (wrong.status_code, done.status_code) == (422, 303)
    assert page.count(digest) >= 2  # at the facts and in the history, each with its way to the file
    assert (got.status_code, got.content, elsewhere.status_code) == (200, PDF, 404)
    lines = (await session.scalars(select(CertificateHistory.document_hash))).all()
    assert digest in lines


async def test_a_file_that_is_no_paper_is_refused_beside_its_field(client, session, officer):
    dossier = await make.grading(session, await make.registered(session), None, status=S.DRAFT)

    reply = await _send(
        client, dossier.code, {"document": ("x.exe", b"MZ\x90\x00" * 9)}, act="submit", reason="Đủ giấy"
    )

    assert (reply.status_code, dossier.status) == (422, S.DRAFT)
    assert "document-error" in reply.text


async def test_two_officers_decide_at_once_on_the_pages_and_one_is_told(sessions, make_client):
    async with short(sessions) as session:
        people = [await accounts.person(session, Role.OFFICER) for _ in range(2)]
        dossier = await make.grading(session, await make.registered(session), None, status=S.ASSESSED)
    async with make_client() as one, make_client() as two:
        for client, person in zip((one, two), people, strict=True):
            await accounts.signed_in(client, person)
        form = FOUR | {"step": "confirmed", "version": "1"}

        replies = await asyncio.gather(*(_send(client, dossier.code, **form) for client in (one, two)))

    assert sorted(reply.status_code for reply in replies) == [303, 409]
    assert "Người khác vừa sửa" in next(reply.text for reply in replies if reply.status_code == 409)


async def test_a_new_product_of_a_producer_is_drafted_once(client, session, officer):
    maker = await producers.producer(session)
    form = {"producer": maker.slug, "name": "Chè lam Thạch Xá", "group": "", "reason": "Đợt 4", "grade": "potential"}

    page = await client.get(f"{AT}/moi?producer={maker.slug}", headers=HTML)
    wrong = await client.post(f"{AT}/moi", data=form, headers=HTML)

    assert page.status_code == 200
    assert wrong.status_code == 422
    assert 'value="Chè lam Thạch Xá"' in wrong.text


async def test_a_second_dossier_is_refused_and_leads_to_the_first(client, session, officer):
    product = await make.registered(session)
    form = {"product": product.slug, "reason": "Gia hạn"}

    first, second = [await client.post(f"{AT}/moi", data=form, headers=HTML) for _ in range(2)]

    assert (first.status_code, second.status_code) == (303, 409)
    code = await session.scalar(select(Certificate.code))
    assert f'href="{AT}/{code}"' in second.text


async def test_the_work_list_counts_as_it_lists_page_after_page(client, session, officer):
    product = await make.registered(session, "Cốm làng Vòng")
    for status in S:
        for day in (date(2024, 1, 10), date(2024, 2, 10), date(2025, 3, 15), None):
            await make.grading(session, product, day, status=status)
    counts = await work_counts(session, "com vong")

    for queue in Queue:
        seen, mark = [], None
        while True:
            part = await work_part(session, queue, "com vong", 3, mark)
            seen += [line.certificate.id for line in part.items]
            if (mark := part.next) is None:
                break
        assert len(seen) == len(set(seen)) == counts[queue], queue

    assert counts[Queue.ALL] == 4 * len(S)
    assert counts[Queue.EXPIRING] == 4  # two days and two words; those of 2024 end within ninety days
    assert await work_counts(session, "--- ???") == dict.fromkeys(Queue, 0)


@pytest.mark.parametrize("query", ["?cursor=xx", "?queue=nope", "?q=%00", "?q=---", "?queue=all&q=OCOP"])
async def test_odd_addresses_of_the_list_are_answered(client, session, officer, query):
    reply = await client.get(AT + query, headers=HTML)

    assert reply.status_code in {200, 400, 422}


async def test_an_unknown_code_is_not_found(client, session, officer):
    assert (await client.get(f"{AT}/OCOP-0000-0000", headers=HTML)).status_code == 404


async def test_revoking_on_the_page_takes_the_product_off_sale(client, session, officer):
    listed = await catalog.product(session)
    code = await session.scalar(select(Certificate.code))

    first = await _send(client, code, act="revoke", reason="Không còn đạt")
    before = await client.get(f"/san-pham/{listed.slug}", headers=HTML)
    await _send(client, code, act="revoke", reason="Không còn đạt", step="confirmed")
    after = await client.get(f"/san-pham/{listed.slug}", headers=HTML)

    assert first.status_code == 200
    assert ["/gio-hang/them" in page.text for page in (before, after)] == [True, False]
