"""Imports as a whole: the same file leaves the same state, however often, in whatever order, and wherever it stops."""

import asyncio
import random

import pytest
from sqlalchemy import select, text

from shop.catalog.models import Product, Variant
from shop.inventory.models import Movement, StockLevel
from shop.listings.import_columns import Column
from shop.listings.import_plan import MOST_PACKS
from shop.listings.import_queries import problems_of
from shop.listings.import_work import begin_import, work_import, work_step
from shop.listings.models import ImportProblem, ImportRun, ImportState, ListingEdit
from tests.make import imports as make

STATE = """
SELECT json_build_object(
  'products', (SELECT json_agg(p ORDER BY p.slug) FROM (
     SELECT slug, name, hidden, min_price, version FROM product) p),
  'packs', (SELECT json_agg(v ORDER BY v.sku) FROM (
     SELECT sku, name, price, unit, net_weight_g, barcode, active FROM variant) v),
  'stock', (SELECT json_agg(l ORDER BY l.sku) FROM (
     SELECT variant.sku, on_hand, held FROM stock_level JOIN variant ON variant.id = variant_id) l),
  'ledger', (SELECT json_agg(m ORDER BY m.sku) FROM (
     SELECT variant.sku, movement.kind, movement.on_hand FROM movement
     JOIN stock_level ON stock_level.id = level_id JOIN variant ON variant.id = variant_id) m),
  'edits', (SELECT json_agg(e ORDER BY e.slug) FROM (
     SELECT slug, state, listing_edit.changes - 'variants' AS changes FROM listing_edit
     JOIN product ON product.id = product_id) e))::text
"""


async def state_of(sessions):
    async with sessions() as session:
        return await session.scalar(text(STATE))


async def maker_in(sessions, **wanted):
    async with sessions() as session, session.begin():
        return await make.maker(session, **wanted)


async def test_two_thousand_rows_twice_and_shuffled_are_the_same_state(sessions):
    one = await maker_in(sessions, products=400)
    rows = make.goods(one, 2000, packs=5)

    _, first = await make.work(sessions, one, make.table(rows))
    after = await state_of(sessions)
    _, second = await make.work(sessions, one, make.table(rows))
    mixed = random.Random(7).sample(rows, len(rows))
    columns = random.Random(8).sample(list(rows[0]), len(rows[0]))
    _, third = await make.work(sessions, one, make.table(mixed, columns))

    assert (first.created, first.refused, first.state) == (2000, 0, ImportState.DONE)
    assert [(run.unchanged, run.updated, run.created) for run in (second, third)] == [(2000, 0, 0)] * 2
    assert await state_of(sessions) == after


@pytest.mark.parametrize("stops", [[0], [1, 2], [3, 0, 2]])
async def test_an_import_that_dies_goes_on_exactly_where_it_stopped(sessions, stops):
    one, twin = await maker_in(sessions, products=20), await maker_in(sessions, products=20)
    whole_rows, rows = make.goods(twin, 60, packs=3), make.goods(one, 60, packs=3)
    async with sessions() as session, session.begin():
        run_id = (await make.ask(session, one, make.table(rows))).id

    for steps in stops:
        with pytest.raises(ZeroDivisionError):
            await work_import(sessions, run_id, chunk=7, told=_dies_after(steps))
        await _half_a_step(sessions, run_id)
    ended = await work_import(sessions, run_id, chunk=7)
    await make.work(sessions, twin, make.table(whole_rows))

    assert (ended.state, ended.done, ended.created, ended.refused) == (ImportState.DONE, 60, 60, 0)
    async with sessions() as session:
        assert await _goods_of(session, one) == await _goods_of(session, twin)


def _dies_after(steps):
    left = [steps]

    def told(_progress):
        if left[0] == 0:
            raise ZeroDivisionError
        left[0] -= 1

    return told


async def _half_a_step(sessions, run_id):
    """A worker that dies when all of a step is written and before it is committed."""
    async with sessions() as session:
        sheet = await begin_import(session, run_id)
        if sheet is not None:
            await work_step(session, run_id, sheet, 7)
        await session.rollback()


async def _goods_of(session, one):
    rows = await session.execute(
        select(Variant.sku, Variant.name, Variant.price, StockLevel.on_hand)
        .outerjoin(StockLevel, StockLevel.variant_id == Variant.id)
        .where(Variant.producer_id == one.producer.id)
        .order_by(Variant.sku)
    )
    return [tuple(row) for row in rows]


async def test_of_two_workers_one_works_a_run(sessions):
    one = await maker_in(sessions, products=10)
    async with sessions() as session, session.begin():
        run_id = (await make.ask(session, one, make.table(make.goods(one, 40, packs=4)))).id

    ended = await asyncio.gather(*(work_import(sessions, run_id, chunk=3) for _ in range(4)))

    assert sum(progress is not None for progress in ended) >= 1
    async with sessions() as session:
        run = await session.get(ImportRun, run_id)
        assert (run.state, run.done, run.created) == (ImportState.DONE, 40, 40)
        assert await session.scalar(select(text("count(*)")).select_from(Movement)) == 40


async def test_two_imports_of_one_producer_at_once_do_not_disturb_each_other(sessions):
    one = await maker_in(sessions, products=20)
    rows = make.goods(one, 60, packs=3)
    dearer = [row | {Column.PRICE: "99.000"} for row in rows]

    results = await asyncio.gather(
        make.work(sessions, one, make.table(rows), chunk=5), make.work(sessions, one, make.table(dearer), chunk=5)
    )

    assert [progress.state for _, progress in results] == [ImportState.DONE] * 2
    assert sum(progress.created for _, progress in results) == 60
    async with sessions() as session:
        assert len((await session.scalars(select(Product.id))).all()) == 20
        assert len((await session.scalars(select(ListingEdit.id))).all()) == 20


async def test_a_check_writes_its_report_and_nothing_else(sessions):
    one = await maker_in(sessions, products=2)
    rows = [*make.goods(one, 3), {Column.SKU: "X", Column.PRICE: "1.25"}]
    before = await state_of(sessions)

    run_id, checked = await make.work(sessions, one, make.table(rows), dry_run=True)

    assert await state_of(sessions) == before
    assert (checked.state, checked.created, checked.refused) == (ImportState.CHECKED, 3, 1)
    async with sessions() as session:
        problems = (await session.scalars(select(ImportProblem).where(ImportProblem.run_id == run_id))).all()
    assert [(one.row, one.column, one.code) for one in problems] == [(5, "Giá (đồng)", "price_unclear")]


def numbers(progress):
    return (progress.created, progress.updated, progress.unchanged, progress.refused)


async def test_a_check_promises_what_the_import_does_though_a_product_spans_its_steps(sessions):
    one = await maker_in(sessions, products=1)
    rows = make.goods(one, MOST_PACKS + 7, packs=MOST_PACKS + 7)
    rows[40][Column.PACK] = rows[3][Column.PACK]  # the same pack under another SKU, some steps later

    check_id, checked = await make.work(sessions, one, make.table(rows), dry_run=True, chunk=9)
    run_id, done = await make.work(sessions, one, make.table(rows), chunk=9)

    assert numbers(checked) == numbers(done) == (MOST_PACKS, 0, 0, 7)
    async with sessions() as session:
        found = [await problems_of(session, one_id, "vi", 20) for one_id in (check_id, run_id)]
    assert found[0] == found[1]
    assert [(one.row, one.code) for one in found[0]][:2] == [(42, "pack_twice"), (203, "too_many_packs")]


async def test_a_check_that_was_cut_off_begins_anew_and_says_everything_once(sessions):
    one = await maker_in(sessions, products=3)
    rows = [*make.goods(one, 6), *({Column.SKU: f"X{at}", Column.PRICE: "1.25"} for at in range(6))]
    async with sessions() as session, session.begin():
        run_id = (await make.ask(session, one, make.table(rows), dry_run=True)).id
    with pytest.raises(ZeroDivisionError):
        await work_import(sessions, run_id, chunk=5, told=_dies_after(1))

    ended = await work_import(sessions, run_id, chunk=5, seconds=0)

    assert (ended.state, ended.done, *numbers(ended)) == (ImportState.CHECKED, 12, 6, 0, 0, 6)
    async with sessions() as session:
        rows = (await session.scalars(select(ImportProblem.row).where(ImportProblem.run_id == run_id))).all()
    assert len(rows) == len(set(rows))
