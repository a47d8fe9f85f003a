"""The public register: filters against brute force, any day, pages that hold still."""

import csv
from datetime import date, timedelta
from random import Random

import pytest

from shop.certification.models import CertificateStatus, DatePrecision
from shop.certification.register import RegisterFilters, register_counts_of, register_part
from shop.certification.rules import PUBLIC, RECOGNISED, Standing, in_force_window, standing
from shop.core.clock import today
from shop.core.text import fold
from shop.samples.read import DATA
from shop.samples.register import load_register
from tests.make import certification, producers, regions

WORDS = ("Bưởi", "Chè", "Gốm", "Sữa", "đỏ", "Diễn", "lam")
PLACES = ("Ba Vì", "Gia Lâm", "Đông Anh")


async def random_register(session, random, count=60):
    """`count` gradings with whatever a source may state, and what a brute force needs to know of each."""
    makers = [await producers.producer(session, f"HTX {word}") for word in WORDS[:3]]
    communes = [await regions.region(session, f"Mới {n}") for n in range(3)]
    known = []
    for number in range(count):
        maker = random.choice([*makers, None])
        place = random.choice([*PLACES, None])
        commune = random.choice([*communes, None])
        product = await certification.registered(
            session,
            f"{random.choice(WORDS)} {random.choice(WORDS)} {number}",
            maker,
            district_written=place,
            commune_id=commune.id if commune else None,
        )
        precision = random.choice(list(DatePrecision))
        issued = None if precision is DatePrecision.NONE else date(2015, 1, 1) + timedelta(random.randrange(5000))
        if precision is DatePrecision.YEAR:
            issued = date(issued.year, 1, 1)
        stars = random.choice([3, 4, 5, None])
        one = await certification.grading(
            session,
            product,
            issued,
            precision=precision,
            stars=stars,
            status=random.choice(
                [CertificateStatus.CERTIFIED] * 4
                + [CertificateStatus.ASSESSED, CertificateStatus.LAPSED, CertificateStatus.DRAFT]
            ),
            potential_five=stars == 4 and random.random() < 0.4,
            decision_no=random.choice([f"{number}/QĐ-UBND", None]),
            sample=random.random() < 0.2,
        )
        known.append((one, product, maker, place, commune))
    return known


def fits(row, filters, day):
    one, product, maker, place, commune = row
    said = standing(one.status, one.date_precision, one.issued_on, day)
    about = fold(
        " ".join(
            [product.name, maker.name if maker else "", one.decision_no or "", one.code, one.code.replace("-", "")]
        )
    )
    ever = one.status in RECOGNISED
    tests = [
        one.status in PUBLIC,
        filters.q is None or all(word in about for word in fold(filters.q).split()),
        filters.stars is None or (ever and one.stars in filters.stars),
        filters.potential_five is None or (ever and one.potential_five == filters.potential_five),
        filters.standing is None or said in filters.standing,
        filters.district is None or fold(place or "").replace(" ", "-") == filters.district,
        filters.commune is None or (commune is not None and commune.slug == filters.commune),
        filters.producer is None or (maker is not None and maker.slug == filters.producer),
        filters.year is None or (one.issued_on is not None and one.issued_on.year == filters.year),
        filters.samples or not one.sample,
        filters.as_of is None or one.issued_on is None or one.issued_on <= filters.as_of,
    ]
    return all(tests)


def random_filters(random, known):
    _, _, maker, place, commune = random.choice(known)

    def some(value, share=0.25):
        return value if random.random() < share else None

    return RegisterFilters(
        q=some(random.choice(["buoi", "CHÈ lam", "gom", "qd ubnd", "htx", "ocop"])),
        stars=some(tuple(random.sample([3, 4, 5], random.randint(1, 2)))),
        potential_five=some(random.random() < 0.5, 0.1),
        standing=some(tuple(random.sample(list(Standing), 2)), 0.4),
        district=some(fold(place).replace(" ", "-")) if place else None,
        commune=some(commune.slug) if commune else None,
        producer=some(maker.slug) if maker else None,
        year=some(random.randint(2015, 2028), 0.1),
        samples=random.random() < 0.7,
        as_of=some(date(2014, 1, 1) + timedelta(random.randrange(6000)), 0.5),
    )


@pytest.mark.parametrize("seed", range(3))
async def test_every_combination_of_filters_finds_what_brute_force_finds(session, seed):
    random = Random(seed)
    known = await random_register(session, random)
    now = await today(session)

    for _ in range(40):
        filters = random_filters(random, known)
        day = filters.as_of or now
        found = await register_part(session, filters, 100)

        assert {line.code for line in found.items} == {row[0].code for row in known if fits(row, filters, day)}, filters
        for line in found.items:
            one = next(row[0] for row in known if row[0].code == line.code)
            assert line.standing is standing(one.status, one.date_precision, one.issued_on, day)


async def test_figures_count_whatever_the_standing_asked_for(session):
    random = Random(11)
    known = await random_register(session, random)
    day = await today(session)

    counts = await register_counts_of(session, RegisterFilters(standing=(Standing.EXPIRED,)))

    real = [row[0] for row in known if not row[0].sample and row[0].status in PUBLIC]
    held = [one for one in real if standing(one.status, one.date_precision, one.issued_on, day) is Standing.IN_FORCE]
    samples = sum(row[0].sample and row[0].status in PUBLIC for row in known)
    assert counts == (len(real), sum(one.status in RECOGNISED for one in real), len(held), samples)


async def test_pages_neither_repeat_nor_lose_an_entry_while_others_come_in(session):
    random = Random(5)
    known = await random_register(session, random)
    before = {row[0].code for row in known if row[0].status in PUBLIC}
    seen, mark = [], None

    while True:
        part = await register_part(session, RegisterFilters(), 7, mark)
        seen += [line.code for line in part.items]
        await certification.grading(session, await certification.registered(session, "Chen ngang"), date(2026, 5, 4))
        mark = part.next
        if mark is None:
            break

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


async def test_a_day_in_the_past_knows_no_later_decision_and_a_revocation_not_yet(session):
    product = await certification.registered(session)
    old = await certification.grading(session, product, date(2022, 3, 1), status=CertificateStatus.REVOKED)
    old.in_force_until = date(2023, 6, 1)
    new = await certification.grading(session, product, date(2025, 2, 1))

    async def on(day):
        part = await register_part(session, RegisterFilters(as_of=day), 10)
        return {line.code: line.standing for line in part.items}

    assert await on(date(2022, 2, 28)) == {}
    assert await on(date(2023, 5, 31)) == {old.code: Standing.IN_FORCE}
    assert await on(date(2023, 6, 1)) == {old.code: Standing.REVOKED}
    assert await on(date(2025, 2, 1)) == {old.code: Standing.REVOKED, new.code: Standing.IN_FORCE}
    assert await on(date(2028, 2, 1)) == {old.code: Standing.REVOKED, new.code: Standing.EXPIRED}


async def test_figures_equal_a_recount_of_the_packaged_file(session):
    await load_register(session)
    with (DATA / "ocop_products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    day = date(2021, 12, 20)

    now = await register_counts_of(session, RegisterFilters())
    then = await register_counts_of(session, RegisterFilters(as_of=day))

    certified = [row for row in rows if row["status"] == "certified"]
    assert (now.entries, now.recognised) == (len(rows), len(certified))
    assert then.in_force == sum(holds_on(row["certified_on"], day) for row in certified)
    this_day = await today(session)
    assert now.in_force == sum(holds_on(row["certified_on"], this_day) for row in certified)
    five = await register_part(session, RegisterFilters(stars=(5,)), 1000)
    assert len(five.items) == sum(row["stars"] == "5" for row in certified)
    potential = await register_part(session, RegisterFilters(potential_five=True), 1000)
    assert len(potential.items) == sum(row["stars"] == "potential-5" for row in certified)
    ba_vi = await register_part(session, RegisterFilters(district="ba-vi"), 1000)
    assert len(ba_vi.items) == sum(row["district"] == "Ba Vì" for row in rows)


def holds_on(written, day):
    precision = {0: DatePrecision.NONE, 4: DatePrecision.YEAR}.get(len(written), DatePrecision.DAY)
    issued = None if not written else date(int(written), 1, 1) if len(written) == 4 else date.fromisoformat(written)
    window = in_force_window(precision, issued)
    return window is not None and window[0] <= day < window[1]


@pytest.mark.parametrize("stars", ["2", "6", "-1", "1" + "0" * 30, "4&stars=9"])
async def test_stars_that_do_not_exist_are_refused(client, stars):
    reply = await client.get(f"/api/v1/register?stars={stars}")

    assert (reply.status_code, reply.json()["code"]) == (422, "validation")
