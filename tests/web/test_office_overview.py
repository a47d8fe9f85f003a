"""The office's first page: what waits, and figures that equal a recount on any day."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from sqlalchemy import select

from shop.certification.models import Certificate, CertificateStatus, RegisteredProduct
from shop.certification.rules import RECOGNISED
from shop.core.actor import Role
from shop.core.clock import today
from shop.core.sheets import read_rows
from shop.producers.submit import submit_registration
from shop.samples.register import load_register
from tests.make import accounts, certification, producers
from tests.web.pages import BROWSER, look

DAYS = ("2018-12-31", "2019-12-31", "2021-12-31", "2024-02-29", "2026-11-24", "2030-01-01")


@pytest.fixture
async def officer(client, session):
    person = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, person)
    return person


@pytest.fixture
async def register(session, warp):
    await warp(session, datetime(2026, 11, 24, 3, tzinfo=UTC))
    await load_register(session)
    rows = (
        await session.execute(
            select(Certificate, RegisteredProduct).join(
                RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id
            )
        )
    ).all()
    return [(row[0], row[1]) for row in rows]


def recount(register, day):
    """By hand: recognitions, products ever, products valid, and the valid ones by stars."""
    known = [(one, product) for one, product in register if one.status in RECOGNISED and not one.sample]
    ever = [pair for pair in known if pair[0].issued_on is None or pair[0].issued_on <= day]
    best = defaultdict(list)
    for one, product in known:
        if one.in_force_from is not None and one.in_force_from <= day < one.in_force_until:
            best[product.id].append((one.stars or 0, one.potential_five))
    stars = defaultdict(int)
    for held in best.values():
        top, potential = max(held)
        stars["Tiềm năng 5 sao" if potential else f"{top} sao" if top else "chưa rõ"] += 1
    return len(ever), len({product.id for _, product in ever}), len(best), dict(stars)


async def sheet(client, day):
    reply = await client.get(f"/van-phong/so-lieu.csv?ngay={day}")
    assert reply.status_code == 200
    return list(csv.reader(StringIO(reply.content.decode("utf-8-sig"))))


async def test_the_figures_of_any_day_equal_a_recount(client, officer, register):
    for written in DAYS:
        recognitions, ever, valid, stars = recount(register, date.fromisoformat(written))
        rows = await sheet(client, written)

        assert [int(cell) for cell in rows[1][2:5]] == [recognitions, ever, valid], written
        by_stars = {row[1]: int(row[4]) for row in rows if row[0] == "Theo hạng sao" and row[4] != "0"}
        assert by_stars == stars, written
        for axis in ("Theo nhóm sản phẩm", "Theo quận, huyện lúc cấp", "Theo năm quyết định"):
            assert sum(int(row[4]) for row in rows if row[0] == axis) == valid, (written, axis)
            assert sum(int(row[2]) for row in rows if row[0] == axis) == recognitions, (written, axis)


async def test_the_page_says_ever_and_valid_apart_and_published_figures_with_day_and_source(client, officer, register):
    recognitions, ever, valid, _ = recount(register, date(2021, 12, 31))

    page = await look(client, "/van-phong?ngay=31/12/2021")

    assert f"{valid} sản phẩm còn hiệu lực trên {recognitions} lượt công nhận" in page.text
    assert f'<span class="v valid num">{valid}</span>' in page.text
    assert f'<span class="v ever num">{ever}</span>' in page.text
    assert "3317" in page.text
    assert "2025-06-30, Hà Nội" in page.text
    assert "seed_facts.csv" in page.text


@pytest.mark.parametrize("written", ["31/13/2021", "hôm qua", "0001-01-01", "9999-12-31"])
async def test_a_day_that_is_none_is_said_beside_its_field(client, officer, written):
    page = await look(client, f"/van-phong?ngay={written}", 422)

    assert 'id="ngay-error"' in page.text
    assert f'value="{written}"' in page.text


async def test_the_workbook_holds_the_same_figures_and_no_formula_runs(client, session, officer, register):
    product = await certification.registered(session, "Chè", district_written="=HYPERLINK(1)")
    await certification.grading(session, product, date(2025, 3, 15))

    book = await client.get("/van-phong/so-lieu.xlsx?ngay=2026-11-24")
    rows = list(read_rows(book.content, "so-lieu.xlsx"))
    written = await sheet(client, "2026-11-24")

    assert [row[4] for row in rows[1:]] == [row[4] for row in written[1:]]
    assert [row[1] for row in written if "HYPERLINK" in row[1]] == ["'=HYPERLINK(1)"]
    assert any(row[1:2] == ["=HYPERLINK(1)"] for row in rows)
    assert BytesIO(book.content).read(2) == b"PK"


async def test_what_waits_is_counted_and_leads_to_where_it_is_worked_on(client, session, officer, max_queries):
    person = await accounts.person(session)
    opened = await producers.registration(session, await producers.producer(session), person)
    await producers.give_all(session, opened, person)
    await submit_registration(session, producers.actor(person), opened.id)
    day = await today(session)
    product = await certification.registered(session, commune_written="Xã Cát Quế")
    for status in (CertificateStatus.DRAFT, CertificateStatus.SUBMITTED, CertificateStatus.SUBMITTED):
        await certification.grading(session, product, None, status=status, stars=None)
    for left in (1, 30, 31, 90, 91):
        made = await certification.grading(session, product, date(2024, 1, 1))
        made.in_force_until = day + timedelta(days=left)
    await session.commit()

    with max_queries(25):
        page = await look(client, "/van-phong")

    said = dict(_waits(page.text))
    assert said["Hồ sơ đăng ký chủ thể"] == (1, "/van-phong/chu-the")
    assert said["Hồ sơ sản phẩm đã nộp"] == (2, "/van-phong/chung-nhan?queue=submitted")
    assert said["Tên xã, phường phải hỏi"] == (1, "/van-phong/don-vi")
    assert [said[f"Chứng nhận còn {span} ngày"][0] for span in ("tối đa 30", "31 đến 60", "61 đến 90")] == [2, 1, 1]


def _waits(text):
    for part in text.split('<a class="card stat')[1:]:
        path = part.split('href="')[1].split('"')[0]
        count = part.split('class="v num">')[1].split("<")[0]
        label = part.split('class="l">')[1].split("<")[0]
        yield label, (int(count), path)


async def test_the_places_of_the_office_say_what_waits_in_them(client, session, officer):
    await certification.registered(session, commune_written="Xã Cát Quế")

    page = await client.get("/van-phong/chu-the", headers=BROWSER)

    assert '<span class="n num">1</span>' in page.text
