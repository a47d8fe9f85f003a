"""What sweeps and events keep for lists: grades, sales, what is on air; and synonyms."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.catalog.airing import put_on_air, take_off_air
from shop.catalog.errors import SamePhrase, SynonymKnown
from shop.catalog.grade import keep_grades
from shop.catalog.learn import keep_words
from shop.catalog.listing import Order
from shop.catalog.models import Product
from shop.catalog.search import Filters, search_products
from shop.catalog.synonyms import add_synonym, remove_synonym
from shop.certification.models import Certificate, CertificateStatus
from tests.make import accounts, places
from tests.make import catalog as make


async def grade_of(session, slug):
    return await session.scalar(select(Product.grade).where(Product.slug == slug))


async def slugs(session, filters, order=Order.MATCH):
    return [item.slug for item in (await search_products(session, filters, order, 24)).items]


async def test_a_grade_follows_its_certificates_and_the_days(session, warp):
    made = await make.product(session, "Cốm", slug="com", stars=4, potential_five=True)
    before = await grade_of(session, "com")
    await make.certificate(session, made.registered_product_id, 5)
    better = await grade_of(session, "com")
    await session.execute(update(Certificate).where(Certificate.stars == 5).values(status=CertificateStatus.REVOKED))
    first, second = await keep_grades(session), await keep_grades(session)
    revoked = await grade_of(session, "com")
    await warp(session, timedelta(days=1200))
    await keep_grades(session)

    assert (before, better, first, second, revoked, await grade_of(session, "com")) == (9, 10, 1, 0, 9, 0)


async def test_lists_can_be_narrowed_to_what_is_on_air(session):
    shown = await make.product(session, "Cốm", slug="com")
    await make.product(session, "Chè", slug="che")
    room = shown.registered_product_id
    await put_on_air(session, room, [shown.id])
    await session.flush()
    on_air = await slugs(session, Filters(on_air=True), Order.NAME)
    off_air = await slugs(session, Filters(on_air=False), Order.NAME)
    await take_off_air(session, room)

    assert (on_air, off_air, await slugs(session, Filters(on_air=True), Order.NAME)) == (["com"], ["che"], [])


async def test_a_synonym_counts_at_once_both_ways_until_it_is_removed(session):
    officer = await accounts.person(session)
    await make.product(session, "Rượu nếp cẩm", slug="cam", producer=None)
    await make.product(session, "Xôi nếp than", slug="than", producer=None)
    pair = await add_synonym(session, officer.id, "Nếp cẩm", "nếp  than")

    assert await slugs(session, Filters(q="nếp than")) == ["than", "cam"]
    assert await slugs(session, Filters(q="nep cam")) == ["cam", "than"]
    with pytest.raises(SynonymKnown):
        await add_synonym(session, officer.id, "nep than", "nep cam")
    with pytest.raises(SamePhrase):
        await add_synonym(session, officer.id, "bưởi", "BUOI")
    await remove_synonym(session, officer.id, pair.id)
    assert await slugs(session, Filters(q="nếp than")) == ["than"]


async def test_exact_diacritics_come_first_and_a_slip_is_corrected_aloud(session):
    await make.product(session, "Bột buổi sáng", slug="buoi-sang", producer=None, stars=5)
    await make.product(session, "Mứt vỏ bưởi", slug="buoi", producer=None, stars=3)
    await keep_words(session)

    exact = await search_products(session, Filters(q="bưởi"), Order.MATCH, 5)
    slip = await search_products(session, Filters(q="mutt vo buoi"), Order.MATCH, 5)

    assert [item.slug for item in exact.items] == ["buoi", "buoi-sang"]
    assert [item.name[slice(*item.highlights[0])] for item in exact.items] == ["bưởi", "buổi"]
    assert ([item.slug for item in slip.items], slip.corrected) == (["buoi"], "mứt vo buoi")


async def test_the_nearest_point_with_stock_decides_and_what_stands_nowhere_is_left_out(session):
    near, far = [await places.place(session, at=at) for at in ((21.03, 105.85), (21.2, 105.85))]
    await make.product(session, "Cốm", slug="far", stock={far.slug: 1})
    await make.product(session, "Chè", slug="near", stock={far.slug: 1, near.slug: 1})
    await make.product(session, "Trà", slug="nowhere")

    found = await search_products(session, Filters(near=(21.03, 105.85)), Order.DISTANCE, 5)

    assert [(item.slug, item.distance_m == 0) for item in found.items] == [("near", True), ("far", False)]
