"""Documents of applications: taken by what they are, shown to few, dressed so that they can do no harm."""

import pytest

from shop.core.actor import Role
from shop.producers.lock import papers_of
from shop.producers.models import PaperKind, PaperState
from tests.make import accounts, media, producers

HTML = {"accept": "text/html", "origin": "https://chomay.test"}


async def _send(client, opened, content, name="giay.pdf", kind=PaperKind.BUSINESS_REGISTRATION):
    return await client.post(
        f"/chu-the/dang-ky/{opened.id}/giay/{kind.value}",
        data={"number": "0101234567"},
        files={"document": (name, content, "application/pdf")},
        headers=HTML,
    )


@pytest.fixture
async def applied(client, session):
    """Who applies is signed in."""
    person = await accounts.person(session)
    opened = await producers.registration(session, await producers.producer(session), person)
    await accounts.signed_in(client, person)
    return person, opened


async def _paper(session, opened, kind=PaperKind.BUSINESS_REGISTRATION):
    return next(paper for paper in await papers_of(session, opened.id) if paper.kind is kind)


async def test_a_document_is_shown_to_officers_and_its_applicant_alone(client, session, applied):
    _, opened = applied
    sent = await _send(client, opened, media.PDF)
    paper = await _paper(session, opened)
    officer, stranger = await accounts.person(session, Role.OFFICER), await accounts.person(session)
    at = f"/chu-the/tai-lieu/{paper.document_id}"

    own = await client.get(at)
    statuses = {}
    for name, asker in (("officer", officer), ("stranger", stranger)):
        await accounts.signed_in(client, asker)
        statuses[name] = (await client.get(at)).status_code
    client.cookies.clear()
    statuses["guest"] = (await client.get(at)).status_code

    assert sent.status_code == 303, sent.text[:500]
    assert paper.state is PaperState.GIVEN
    assert (own.status_code, own.content) == (200, media.PDF)
    assert own.headers["content-disposition"].startswith("attachment;")
    assert own.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in own.headers["content-security-policy"]
    assert "no-store" in own.headers["cache-control"]
    assert statuses == {"officer": 200, "stranger": 404, "guest": 401}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "giay.pdf"),
        (b"MZ\x90\x00", "giay.exe"),
        (b"%PDF-1.4 cut", "a.pdf"),
    ],
)
async def test_what_is_no_document_is_refused_and_leaves_the_paper_missing(client, session, applied, content, name):
    _, opened = applied

    reply = await _send(client, opened, content, name)

    assert 400 <= reply.status_code < 500
    assert "<h1" in reply.text, "a page that says why"
    assert (await _paper(session, opened)).state is PaperState.MISSING


async def test_a_document_above_its_bound_is_refused(client, session, applied):
    _, opened = applied

    reply = await _send(client, opened, b"%PDF-1.4" + b"0" * 10_500_000)

    assert reply.status_code in {413, 422}
    assert (await _paper(session, opened)).state is PaperState.MISSING


async def test_an_upload_of_the_api_is_named_in_a_paper(client, session, applied):
    _, opened = applied
    at = f"/api/v1/producers/registrations/{opened.id}"

    upload = await client.post(f"{at}/documents?filename=giay.pdf", content=media.PDF)
    given = await client.put(
        f"{at}/papers/business_registration", json={"number": "0101234567", "document": upload.json()["document"]}
    )

    assert upload.status_code == 201, upload.text
    papers = {paper["kind"]: paper["state"] for paper in given.json()["papers"]}
    assert papers["business_registration"] == "given"
