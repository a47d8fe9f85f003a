"""The list against brute force over random products, page by page, and search in every spelling."""

import random
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.certification.models import Certificate, CertificateStatus
from shop.core.text import slugify
from shop.producers.models import Producer, ProducerState
from tests.make import catalog as make

DISTRICTS = ["Ba Vì", "Gia Lâm", "Sóc Sơn"]
COMMUNES = ["Xã Bát Tràng", "Phường Ba Đình", None]
GROUPS = ["Thực phẩm", "Đồ uống"]
PRODUCERS = ["HTX Minh Hồng", "Gốm Chi", None]
PLACES = ["diem-mot", "diem-hai"]
GRADES = [(3, False), (4, False), (4, True), (5, False), (None, False)]
STATES = [CertificateStatus.CERTIFIED] * 6 + [CertificateStatus.REVOKED, CertificateStatus.ASSESSED]
LONG_AGO = datetime(2019, 12, 14, tzinfo=UTC).date()


@pytest.fixture
async def facts(sessions):
    """Forty random products, committed, and what is known of each."""
    chance = random.Random(148)
    known = []
    async with sessions() as session, session.begin():
        for number in range(40):
            stars, potential = chance.choice(GRADES)
            fact = {
                "slug": f"sp-{number}",
                "stars": stars,
                "potential_five": potential,
                "district": chance.choice(DISTRICTS),
                "commune": chance.choice(COMMUNES),
                "group": chance.choice(GROUPS),
                "producer": chance.choice(PRODUCERS),
                "price": chance.randrange(10, 60) * 1000,
                "places": chance.sample(PLACES, chance.randrange(3)),
            }
            status, old, hidden = chance.choice(STATES), chance.random() < 0.1, chance.random() < 0.1
            made = await make.product(
                session,
                f"Sản phẩm {number}",
                slug=fact["slug"],
                stars=stars,
                potential_five=potential,
                district=fact["district"],
                commune=fact["commune"],
                group=fact["group"],
                producer=fact["producer"],
                price=fact["price"],
                stock=dict.fromkeys(fact["places"], 2),
                status=status,
                issued_on=LONG_AGO if old else None,
                hidden=hidden,
            )
            fact["on_sale"] = status is CertificateStatus.CERTIFIED and stars is not None and not (old or hidden)
            if chance.random() < 0.2:  # a second grading, which decides where it is better
                await make.certificate(session, made.registered_product_id, 5)
                fact |= {"stars": 5, "potential_five": False, "on_sale": not hidden}
            known.append(fact)
        await session.execute(update(Producer).where(Producer.slug == "gom-chi").values(state=ProducerState.SUSPENDED))
    for fact in known:
        fact["on_sale"] = fact["on_sale"] and fact["producer"] != "Gốm Chi"
    return known


def fits(fact, filters: Filters) -> bool:
    commune = slugify(fact["commune"].partition(" ")[2]) if fact["commune"] else None
    whole_commune = slugify(fact["commune"]) if fact["commune"] else None
    return (
        fact["on_sale"]
        and (filters.stars is None or fact["stars"] in filters.stars)
        and filters.potential_five in {None, fact["potential_five"]}
        and filters.district in {None, slugify(fact["district"])}
        and filters.commune in {None, commune, whole_commune}
        and filters.group in {None, slugify(fact["group"])}
        and filters.producer in {None, slugify(fact["producer"] or "")}
        and (filters.place is None or filters.place in fact["places"])
        and filters.in_stock in {None, bool(fact["places"])}
        and (filters.min_price is None or fact["price"] >= filters.min_price)
        and (filters.max_price is None or fact["price"] <= filters.max_price)
    )


def some(*values):
    return st.one_of(st.none(), st.sampled_from(values))


FILTERS = st.builds(
    Filters,
    stars=some((3,), (4, 5), (5,)),
    potential_five=some(True, False),
    district=some("ba-vi", "gia-lam", "khong-co"),
    commune=some("bat-trang", "xa-bat-trang", "phuong-ba-dinh", "phuong-bat-trang"),
    group=some("thuc-pham", "do-uong"),
    producer=some("htx-minh-hong", "gom-chi"),
    place=some(*PLACES),
    in_stock=some(True, False),
    min_price=some(20_000, 40_000),
    max_price=some(30_000, 50_000),
)

SORTED = {
    Order.PRICE: lambda fact: fact["price"],
    Order.PRICE_DESC: lambda fact: -fact["price"],
    Order.STARS: lambda fact: -(2 * fact["stars"] + fact["potential_five"]),
}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    filters=FILTERS,
    order=st.sampled_from(sorted(set(Order) - {Order.MATCH, Order.DISTANCE})),
    limit=st.sampled_from([1, 3, 100]),
)
async def test_filters_orders_and_pages_equal_brute_force(facts, sessions, filters, order, limit):
    expected = {fact["slug"]: fact for fact in facts if fits(fact, filters)}
    listed, after = [], None

    async with sessions() as session:
        while True:
            found = await search_products(session, filters, order, limit, after)
            listed += [item.slug for item in found.items]
            after = found.next
            if after is None:
                break

    assert sorted(listed) == sorted(expected)
    if order in SORTED:
        keys = [SORTED[order](expected[slug]) for slug in listed]
        assert keys == sorted(keys)


async def test_the_items_say_what_is_known(facts, sessions):
    async with sessions() as session:
        found = await search_products(session, Filters(), Order.NAME, 100)

    by_slug = {fact["slug"]: fact for fact in facts}
    for item in found.items:
        fact = by_slug[item.slug]
        assert (item.stars, item.potential_five, item.price) == (fact["stars"], fact["potential_five"], fact["price"])
        assert (item.in_stock, item.producer_name, item.district) == (
            bool(fact["places"]),
            fact["producer"],
            fact["district"],
        )


async def test_pages_skip_and_repeat_nothing_while_products_come_in(session):
    first = [(await make.product(session, f"Cốm {number}", price=1000 * number)).slug for number in range(1, 8)]

    page_one = await search_products(session, Filters(), Order.PRICE, 3)
    await make.product(session, "Cốm rẻ nhất", price=1)
    await make.product(session, "Cốm ở giữa", price=4500, slug="o-giua")
    page_two = await search_products(session, Filters(), Order.PRICE, 5, page_one.next)

    assert [item.slug for item in page_one.items] == first[:3]
    assert [item.slug for item in page_two.items] == [first[3], "o-giua", *first[4:]]


@pytest.fixture
async def shelf_of_drinks(session):
    """Four products that all hold the searched words, from the best hit to the faintest."""
    await make.product(session, "Quà Tây Hồ gồm trà sen", slug="words", producer="HTX Một")
    await make.product(session, "Trà sen Tây Hồ hộp quà", slug="prefix", producer="HTX Một")
    await make.product(session, "Trà sen", slug="elsewhere", producer="HTX Tây Hồ")
    await make.product(session, "Trà sen Tây Hồ", slug="exact", producer="HTX Một", stars=3)
    await make.product(session, "Rượu nếp", slug="other", producer="HTX Một")


@pytest.mark.parametrize(
    "query",
    ["trà sen tây hồ", "TRA SEN TAY HO", unicodedata.normalize("NFD", "Trà Sen Tây Hồ"), "  trà-sen,  tây hồ! "],
)
async def test_search_ranks_exact_then_beginning_then_words(session, shelf_of_drinks, query):
    found = await search_products(session, Filters(q=query), Order.MATCH, 10)

    assert [item.slug for item in found.items] == ["exact", "prefix", "words", "elsewhere"]


@pytest.mark.parametrize("query", ["dau phong", "ĐẬU PHỘNG", "đậu phộng", unicodedata.normalize("NFD", "đậu"), "đâ"])
async def test_search_knows_the_letter_d_with_a_stroke(session, query):
    await make.product(session, "Đậu phộng rang Đông Anh", slug="dau-phong")

    found = await search_products(session, Filters(q=query), Order.MATCH, 10)

    assert [item.slug for item in found.items] == ["dau-phong"]


@pytest.mark.parametrize("query", ["!!!", "🍵", "& | ! ( )", "a' OR 1=1 --", "<->:*"])
async def test_search_takes_any_signs(session, query):
    await make.product(session, "Trà sen", producer="HTX Một")

    found = await search_products(session, Filters(q=query), Order.MATCH, 10)

    assert found.items == []


async def test_a_search_pages_in_its_order(session, shelf_of_drinks):
    slugs, after = [], None

    for _ in range(4):
        found = await search_products(session, Filters(q="tra sen tay ho"), Order.MATCH, 1, after)
        slugs += [item.slug for item in found.items]
        after = found.next

    assert (slugs, after) == (["exact", "prefix", "words", "elsewhere"], None)


async def test_what_is_no_longer_in_force_leaves_list_and_search(session, warp):
    today = datetime.now(UTC).date()
    await make.product(session, "Trà một", slug="runs-out", issued_on=today - timedelta(days=900))
    revoked = await make.product(session, "Trà hai", slug="revoked")
    suspended = await make.product(session, "Trà ba", slug="suspended", producer="HTX Dừng")
    await make.product(session, "Trà bốn", slug="stays")

    async def seen():
        listed = await search_products(session, Filters(), Order.NAME, 10)
        searched = await search_products(session, Filters(q="tra"), Order.NAME, 10)
        assert [item.slug for item in listed.items] == [item.slug for item in searched.items]
        return [item.slug for item in listed.items]

    before = await seen()
    await session.execute(
        update(Certificate)
        .where(Certificate.registered_product_id == revoked.registered_product_id)
        .values(status=CertificateStatus.REVOKED)
    )
    await session.execute(
        update(Producer).where(Producer.id == suspended.producer_id).values(state=ProducerState.SUSPENDED)
    )
    after_acts = await seen()
    await warp(session, timedelta(days=400))

    assert before == ["suspended", "stays", "revoked", "runs-out"]
    assert after_acts == ["stays", "runs-out"]
    assert await seen() == ["stays"]
