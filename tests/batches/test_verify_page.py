"""What a code says to a person: every state in its own words, and nothing for a code that is none."""

import re
from datetime import date, timedelta

import pytest
import segno

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.actor import Role
from shop.core.clock import today
from shop.core.ids import ALPHABET, new_code
from shop.core.typed_codes import CodeFault, fault_of, read_any
from shop.web.qr import QUIET, qr_svg
from tests.conftest import HOST
from tests.make import accounts, batches, catalog, certification, places, producers
from tests.web.look_html import read

BOTH = ("OCOP", "LO")


async def words(client, path, status=200):
    reply = await client.get(path)
    assert reply.status_code == status, reply.text
    return read(reply.content)[0].all("main")[0].text()


@pytest.mark.parametrize(
    ("issued", "fields", "said"),
    [
        (-30, {}, "Chứng nhận có thật và còn hiệu lực"),
        (-1200, {}, "Chứng nhận đã hết hiệu lực từ"),
        (-1200, {"precision": DatePrecision.NONE}, "Chưa xác nhận được hiệu lực"),
        (-30, {"status": CertificateStatus.ASSESSED}, "Sản phẩm mới được đánh giá, chưa được công nhận"),
        (-30, {"status": CertificateStatus.REVOKED}, "Chứng nhận đã bị thu hồi"),
        (30, {}, "Chứng nhận chưa đến ngày có hiệu lực"),
    ],
)
async def test_a_certificate_says_what_it_is_worth_today(client, session, issued, fields, said):
    day = await today(session) + timedelta(days=issued)
    if fields.get("precision") is DatePrecision.NONE:
        day = None
    one = await certification.grading(session, await certification.registered(session), day, **fields)

    text = await words(client, f"/xac-thuc/{one.code}")

    assert said in text


async def test_a_renewed_certificate_leads_to_its_follower(client, session):
    product = await certification.registered(session)
    day = await today(session)
    old = await certification.grading(session, product, day - timedelta(900), status=CertificateStatus.RENEWED)
    old.in_force_until = day - timedelta(10)
    new = await certification.grading(session, product, day - timedelta(10), supersedes_id=old.id)

    page = await client.get(f"/xac-thuc/{old.code}")

    assert "Chứng nhận này đã được thay bằng bản gia hạn" in page.text
    assert f'href="/xac-thuc/{new.code}"' in page.text


@pytest.mark.parametrize("status", [CertificateStatus.DRAFT, CertificateStatus.SUBMITTED, CertificateStatus.REJECTED])
async def test_what_is_only_being_worked_on_is_nobodys_business(client, session, status):
    one = await certification.grading(session, await certification.registered(session), status=status)

    assert "Không có mã này trong sổ" in await words(client, f"/xac-thuc/{one.code}", 404)


async def test_an_unknown_code_is_said_and_kept_out_of_search_engines(client):
    reply = await client.get(f"/xac-thuc/{new_code('OCOP')}")

    assert reply.status_code == 404
    assert "Không có mã này trong sổ" in reply.text
    assert '<meta name="robots" content="noindex">' in reply.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("OCOP-7F30-92PM", "0. Mã không dùng"),
        ("LO-7F3K-92P", "còn thiếu ký tự"),
        ("LO-7F3K-92PM2", "thừa ký tự"),
        ("hàng giả", "không bao giờ có trong mã"),
    ],
)
async def test_a_mistyped_code_says_where_to_look(client, typed, said):
    assert said in await words(client, f"/xac-thuc?code={typed}", 404)


@pytest.mark.parametrize("prefix", BOTH)
def test_every_single_wrong_sign_is_noticed(prefix):
    code = new_code(prefix)
    at = [number for number in range(len(prefix), len(code)) if code[number] != "-"]

    wrong = [code[:n] + sign + code[n + 1 :] for n in at for sign in ALPHABET if sign != code[n]]

    assert {fault_of(BOTH, each) for each in wrong} == {(CodeFault.MISTYPED, "")}
    assert read_any(BOTH, code.lower().replace("-", " ")) == [code]


@pytest.mark.parametrize(
    ("age", "lasts", "said"),
    [
        (10, 90, "còn hạn dùng"),
        (80, 90, "sắp hết hạn dùng"),
        (91, 90, "đã quá hạn dùng"),
        (10, None, "không có hạn dùng"),
    ],
)
async def test_a_batch_says_whether_it_may_be_used(client, session, age, lasts, said):
    product = await catalog.product(session, "Chè lam Thạch Xá")
    made = await batches.batch(session, await catalog.variant_of(session, product), age=age, lasts=lasts)

    text = await words(client, f"/xac-thuc/{made.code}")

    assert said in text
    assert made.lot in text
    assert "Còn hiệu lực" in text


async def test_a_recalled_batch_says_what_to_do(client, session, warp):
    product = await catalog.product(session)
    point = await places.place(session, "Điểm OCOP Hoàng Cầu", phone="+84241234567")
    made = await batches.batch(session, await catalog.variant_of(session, product), place=point)
    clerk = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, clerk)
    await client.post(f"/api/v1/batches/{made.code}/recall", json={"reason": "Nắp hộp hở"})

    text = await words(client, f"/xac-thuc/{made.code}")

    assert "Đừng dùng" in text
    assert "Nắp hộp hở" in text
    assert "024 1234 567" in text


async def test_a_batch_outlives_its_certificate_and_says_so(client, session):
    product = await catalog.product(session, issued_on=date(2020, 1, 1))
    made = await batches.batch(session, await catalog.variant_of(session, product))

    assert "không có chứng nhận còn hiệu lực" in await words(client, f"/xac-thuc/{made.code}")


async def test_typing_leads_to_the_page_a_scan_opens(client, session):
    one = await certification.grading(session, await certification.registered(session))
    bare = one.code.removeprefix("OCOP-")

    replies = [await client.get(f"/xac-thuc?code={typed}") for typed in (one.code.lower(), bare)]

    assert [(reply.status_code, reply.headers["location"]) for reply in replies] == [(303, f"/xac-thuc/{one.code}")] * 2


def modules_of(svg):
    """The dark modules of a drawing by segno: runs of `M x y h n` and `m dx dy h n`."""
    dark, x, y = set(), 0.0, 0.0
    path = re.search(r'<path class="qrline"[^>]* d="([^"]+)"', svg) or re.search(
        r'stroke="#000"[^>]*? d="([^"]+)"', svg
    )
    drawn = path[1]
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", drawn):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            dark |= {(int(x) + n, int(y)) for n in range(int(values[0]))}
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return dark


async def test_the_drawing_holds_the_address_of_the_page(client, session):
    one = await certification.grading(session, await certification.registered(session))
    made = await batches.batch(session, await catalog.variant_of(session, await catalog.product(session)))

    for code in (one.code, made.code):
        reply = await client.get(f"/xac-thuc/{code}.svg")
        again = await client.get(f"/xac-thuc/{code}.svg", headers={"If-None-Match": reply.headers["etag"]})

        matrix = segno.make(f"{HOST}/xac-thuc/{code}", error="m", micro=False).matrix
        wanted = {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
        assert modules_of(reply.text) == wanted
        assert reply.headers["content-type"].startswith("image/svg+xml")
        assert "max-age" in reply.headers["cache-control"]
        assert again.status_code == 304


async def test_there_is_no_drawing_of_a_code_nobody_has(client):
    assert (await client.get(f"/xac-thuc/{new_code('LO')}.svg")).status_code == 404
    assert b"<svg" in qr_svg("a")


@pytest.mark.parametrize(("size", "count"), [("a4-24", 24), ("a4-40", 40), ("roll", 1), ("sai", 24)])
async def test_labels_fill_the_sheets_asked_for(client, session, size, count):
    product = await catalog.product(session, "Sữa chua nếp cẩm", potential_five=True)
    made = await batches.batch(session, await catalog.variant_of(session, product))
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.get(f"/nhan/{made.code}", params={"size": size, "sheets": 2})

    root = read(reply.content)[0]
    labels = [found for found in root.all("li") if "lab" in found.attrs.get("class", "").split()]
    assert len(labels) == 2 * count
    stars = [
        star.attrs.get("class", "")
        for star in labels[0].all("svg")
        if star.attrs.get("viewBox", star.attrs.get("viewbox")) == "0 0 24 24"
    ]
    assert stars == ["", "", "", "", "p"]
    for part in ("Tiềm năng 5 sao", made.code, made.lot, "Sữa chua nếp cẩm"):
        assert part in labels[0].text()


async def test_no_label_for_what_must_not_be_sold_as_certified(client, session):
    variant = await catalog.variant_of(session, await catalog.product(session))
    past = await batches.batch(session, variant, age=100, lasts=90)
    old = await certification.grading(session, await certification.registered(session), date(2020, 1, 1))
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    for code in (past.code, old.code):
        reply = await client.get(f"/nhan/{code}")

        assert reply.status_code == 409
        assert 'class="lab"' not in reply.text


async def test_a_member_of_another_producer_prints_nothing(client, session):
    variant = await catalog.variant_of(session, await catalog.product(session))
    made = await batches.batch(session, variant)
    stranger = await accounts.person(session, Role.PRODUCER)
    await producers.producer(session, members=[stranger])
    await accounts.signed_in(client, stranger)

    assert (await client.get(f"/nhan/{made.code}")).status_code == 403


async def test_codes_cannot_be_tried_out_without_end(make_client, sessions):
    async with make_client(limits=True) as client:
        seen = []
        while 429 not in seen and len(seen) < 600:  # a slow machine is given new tries meanwhile
            seen.append((await client.get("/xac-thuc/LO-2222-2222")).status_code)

    assert set(seen) == {404, 429}


async def test_both_languages_say_exactly_what_a_code_is(client, session):
    variant = await catalog.variant_of(session, await catalog.product(session))
    past = await batches.batch(session, variant, age=100, lasts=90)
    registered = await certification.registered(session)
    old = await certification.grading(session, registered, date(2020, 1, 1))
    revoked = await certification.grading(session, registered, status=CertificateStatus.REVOKED)
    said = {
        past.code: (200, "đã quá hạn dùng ngày", "past its best before"),
        old.code: (200, "Chứng nhận đã hết hiệu lực", "has not been in force since"),
        revoked.code: (200, "Chứng nhận đã bị thu hồi", "The certificate was revoked"),
        new_code("OCOP"): (404, "Không có mã này trong sổ", "This code is not in the register"),
        new_code("LO"): (404, "Không có mã này trong sổ", "This code is not in the register"),
    }

    found = {
        code: [await words(client, f"{language}/xac-thuc/{code}", status) for language in ("", "/en")]
        for code, (status, *_) in said.items()
    }

    assert [
        (code, told)
        for code, (_, *wanted) in said.items()
        for told, want in zip(found[code], wanted, strict=True)
        if want not in told
    ] == []
