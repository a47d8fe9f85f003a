"""The samples over a loaded register, and their removal."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.accounts.models import Person
from shop.cart.models import Cart, CartLine
from shop.catalog.list_product import from_register
from shop.catalog.models import Product, Shelf, Variant
from shop.catalog.queries import sale_predicate
from shop.certification.models import Certificate, RegisteredProduct
from shop.certification.queries import in_force
from shop.inventory.models import Movement, StockHold, StockLevel
from shop.markets.models import LineUp, LiveSession, Market, SessionState
from shop.models import metadata
from shop.orders.audit import audit_books
from shop.orders.models import Order
from shop.places.models import Place
from shop.samples.demo import load_demo, was_purged
from shop.samples.purge import count_samples, purge_samples
from shop.stockroom.models import StockTransfer, TransferLine
from shop.stockroom.send import Sending, send_transfer
from tests.make import catalog, inventory, orders
from tests.make.inventory import Goods
from tests.make.stockroom import fresh_key
from tests.samples.conftest import SECRET, counts


async def test_every_product_certified_with_stars_is_on_sale(demo):
    starred = set(
        await demo.scalars(
            select(Certificate.registered_product_id).where(
                ~Certificate.sample, Certificate.stars.is_not(None), Certificate.status != "assessed"
            )
        )
    )

    on_sale = set(await demo.scalars(select(Product.registered_product_id).where(sale_predicate())))

    assert on_sale == starred
    assert len(starred) == 269


async def test_a_renewal_keeps_the_stars_of_the_last_grading(demo):
    product = await demo.scalar(
        select(RegisteredProduct).where(RegisteredProduct.name == "Bộ bát đĩa gốm sứ hoa sen đỏ")
    )

    renewal = await demo.scalar(
        select(Certificate).where(Certificate.registered_product_id == product.id, Certificate.sample)
    )

    assert (renewal.stars, renewal.potential_five) == (5, False)
    assert renewal.decision_no.endswith("/QĐ-MẪU")


async def test_a_real_certificate_that_holds_long_gets_no_sample_beside_it(demo):
    mixed = await demo.execute(
        select(Certificate.registered_product_id)
        .where(in_force())
        .group_by(Certificate.registered_product_id)
        .having(
            func.bool_or(Certificate.sample),
            func.bool_or(~Certificate.sample & (Certificate.in_force_until > func.shop_today() + 180)),
        )
    )

    assert mixed.all() == []


async def test_everything_made_up_is_marked(demo):
    left = await count_samples(demo, metadata)

    for table in ("product", "variant", "stock_level", "place_hours", "person", "market", "live_session"):
        everything = await demo.scalar(text(f"SELECT count(*) FROM {table}"))
        assert left[table] == everything > 0
    assert left["certificate"] == await demo.scalar(
        select(func.count()).select_from(Certificate).where(Certificate.register_row.is_(None))
    )
    assert left["place"] == left["registered_product"] == 0
    assert left["producer"] == 2, "one that applies, and one that will be closed"


async def test_the_ledger_explains_every_piece(demo):
    wrong = await demo.scalar(
        text(
            "SELECT count(*) FROM stock_level AS level LEFT JOIN (SELECT level_id, sum(on_hand) AS on_hand,"
            " sum(held) AS held FROM movement GROUP BY level_id) AS ledger ON ledger.level_id = level.id"
            " WHERE level.on_hand IS DISTINCT FROM ledger.on_hand OR level.held IS DISTINCT FROM ledger.held"
        )
    )
    shelves = select(Shelf.variant_id, Shelf.place_id)
    stocked = select(StockLevel.variant_id, StockLevel.place_id).where(StockLevel.on_hand > StockLevel.held)

    assert wrong == 0
    assert set(map(tuple, await demo.execute(shelves))) == set(map(tuple, await demo.execute(stocked)))


async def test_search_words_are_those_of_an_ordinary_listing(demo):
    known = await from_register(demo, list(await demo.scalars(select(Product.registered_product_id))))

    for product in await demo.scalars(select(Product)):
        assert (product.producer_id, product.search_text) == known[product.registered_product_id]


async def test_what_a_stall_shows_stands_at_its_place(demo):
    rows = await demo.execute(
        select(LiveSession.slug, func.count(LineUp.id), func.count(Shelf.variant_id))
        .join(LineUp, LineUp.session_id == LiveSession.id)
        .outerjoin(Shelf, (Shelf.variant_id == LineUp.variant_id) & (Shelf.place_id == LiveSession.place_id))
        .group_by(LiveSession.slug)
    )

    found = {slug: (shown, stocked) for slug, shown, stocked in rows}
    assert found.keys() == {"gian-gom-bat-trang", "gian-to-lua-van-phuc", "gian-qua-pho-co", "gian-tra-mat-ong"}
    assert set(found.values()) == {(6, 6)}


async def test_a_second_run_does_nothing(demo):
    before = await counts(demo)

    assert await load_demo(demo, SECRET) is False

    await demo.flush()
    assert await counts(demo) == before


async def test_a_market_that_is_over_is_followed_by_the_next(demo, warp):
    await warp(demo, datetime(2030, 1, 1, tzinfo=UTC))

    await load_demo(demo, SECRET)
    await demo.flush()

    market = (await demo.scalars(select(Market).where(Market.slug == "cho-dem-tren-may"))).one()
    before = await demo.scalars(select(Market.slug).where(Market.slug.startswith("cho-dem-tren-may-")))
    assert (len(before.all()), market.starts_at.year) == (1, 2030)
    slugs = set(await demo.scalars(select(LiveSession.slug).where(LiveSession.market_id == market.id)))
    assert "gian-gom-bat-trang" in slugs


async def test_a_stall_that_ended_can_be_tried_again(demo):
    live = await demo.scalar(select(LiveSession).where(LiveSession.slug == "gian-gom-bat-trang"))
    live.state, live.started_at, live.ended_at = SessionState.ENDED, live.starts_at, live.ends_at
    await demo.flush()

    await load_demo(demo, SECRET)
    await demo.flush()

    fresh = await demo.scalar(select(LiveSession).where(LiveSession.slug == "gian-gom-bat-trang"))
    assert (fresh.id != live.id, fresh.state) == (True, SessionState.SCHEDULED)


async def test_purge_leaves_the_register_as_it_was(demo, before_samples):
    goods = await _sample_goods(demo)
    await orders.placed(demo, goods)
    await _cart(demo, goods)

    left = await purge_samples(demo, metadata)

    assert set(left.values()) == {0}
    after = await counts(demo)
    changed = {name for name, count in after.items() if count != before_samples[name]}
    assert changed == {"catalog_change", "data_load"}  # a log, and the note that they were removed


async def test_purge_removes_what_hangs_on_a_sample_and_nothing_else(demo):
    sample = await _sample_goods(demo)
    real = await inventory.goods(demo, pieces=5, point=sample.point, sample=False)
    await demo.execute(text("UPDATE certificate SET sample = false WHERE decision_no = '6052/QĐ-UBND'"))
    await demo.execute(text("UPDATE producer SET sample = false"))
    await orders.placed(demo, real, sample)
    kept = await orders.placed(demo, real, quantity=2)
    await _cart(demo, sample)
    both = await _cart(demo, sample, real)

    left = await purge_samples(demo, metadata)

    assert set(left.values()) == {0}
    assert list(await demo.scalars(select(Order.code))) == [kept.code]
    assert list(await demo.scalars(select(Cart.id))) == [both.id]
    assert list(await demo.scalars(select(CartLine.variant_id))) == [real.variant_id]
    level = (await demo.scalars(select(StockLevel).execution_options(populate_existing=True))).one()
    assert (level.on_hand, level.held) == (5, 2)
    assert await demo.scalar(select(func.sum(Movement.held))) == 2
    assert len(list(await demo.scalars(select(StockHold)))) == 1


async def test_purge_takes_samples_out_of_a_box_and_leaves_what_is_real_in_it(demo):
    sample = await _sample_goods(demo)
    real = await inventory.goods(demo, pieces=5, point=sample.point, sample=False)
    await demo.execute(text("UPDATE certificate SET sample = false WHERE decision_no = '6052/QĐ-UBND'"))
    await demo.execute(text("UPDATE producer SET sample = false"))
    clerk, target = await orders.staff_of(demo, sample.place_id), await catalog.place(demo, "quay-ha-dong")
    for goods in ({sample.variant_id: 1}, {sample.variant_id: 1, real.variant_id: 2}):
        sending = Sending(from_slug=sample.point, to_slug=target.slug, pieces=goods)
        kept = await send_transfer(demo, clerk, sending, fresh_key())

    left = await purge_samples(demo, metadata)

    assert set(left.values()) == {0}
    assert list(await demo.scalars(select(StockTransfer.code))) == [kept.code]
    assert list(await demo.scalars(select(TransferLine.variant_id))) == [real.variant_id]
    assert [each for each in await audit_books(demo) if "transfer" in each.check or "transit" in each.check] == []


async def test_purge_forgets_a_sample_that_a_real_certificate_replaced(demo):
    sample = await demo.scalar(select(Certificate).where(Certificate.sample).limit(1))
    real = await demo.scalar(select(Certificate).where(Certificate.register_row == 2))
    real.supersedes_id = sample.id
    await demo.flush()

    await purge_samples(demo, metadata)

    await demo.refresh(real)
    assert real.supersedes_id is None


async def test_purging_twice_and_loading_again_is_safe(demo):
    await purge_samples(demo, metadata)
    await purge_samples(demo, metadata)

    assert await was_purged(demo)
    assert await load_demo(demo, SECRET) is True
    assert not await was_purged(demo)


async def test_append_only_tables_stay_closed_outside_of_a_purge(demo):
    async with demo.begin_nested() as point:
        with pytest.raises(DBAPIError, match="never changed"):
            await demo.execute(text("DELETE FROM movement"))
        await point.rollback()
    await demo.execute(text("SELECT set_config('chomay.purge', 'on', true)"))
    await demo.execute(
        text("INSERT INTO audit_entry (actor, action, subject, detail, request_id) VALUES ('a', 'b', 'c', '{}', '-')")
    )

    with pytest.raises(DBAPIError, match="never changed"):
        await demo.execute(text("DELETE FROM audit_entry"))


async def test_samples_can_sign_in_by_mail_and_phone(demo):
    people = list(await demo.scalars(select(Person).where(Person.password_hash.is_not(None))))

    assert len(people) == 9
    assert all(one.sample and one.password_hash and one.email.endswith("@chomay.example") for one in people)


async def _sample_goods(session) -> Goods:
    await session.flush()
    row = (
        await session.execute(
            select(Variant.id, Place.id, Place.slug, Variant.price, Product.id, Product.slug)
            .join(Product, Product.id == Variant.product_id)
            .join(StockLevel, StockLevel.variant_id == Variant.id)
            .join(Place, Place.id == StockLevel.place_id)
            .where(Variant.sample, StockLevel.on_hand > 3)
            .order_by(Variant.sku, Place.slug)
            .limit(1)
        )
    ).one()
    return Goods(*row)


async def _cart(session, *goods):
    cart = Cart()
    session.add(cart)
    await session.flush()
    session.add_all(CartLine(cart_id=cart.id, variant_id=one.variant_id, quantity=1) for one in goods)
    await session.flush()
    return cart
