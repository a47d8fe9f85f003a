"""Many orders in one transaction: the last piece, several lines, several points, keys, and the books after it."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from shop.catalog.models import Product
from shop.core.actor import GUEST
from shop.core.errors import Refusal
from shop.core.idempotency import IdempotencyKey, KeyReused
from shop.core.key_batch import claim_of
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.inventory.errors import OutOfStock
from shop.orders.audit import audit_books
from shop.orders.models import Order, OrderLine
from shop.orders.place import place_order
from shop.orders.place_many import place_many
from shop.orders.queries import order_by_id
from shop.orders.wish import Ask, Contact, PlaceOrder, WishedLine
from tests.make.inventory import goods, level
from tests.make.orders import CONTACT, TERMS, placed

_numbers = count(1)


def ask(*lines, key=None, phone="0912 345 678", pickup=None, **more):
    """An ask for lines (goods, quantity), each from its own point, fetched at the first."""
    request = PlaceOrder(
        lines=tuple(
            WishedLine(variant=each.variant_id, quantity=quantity, sales_point=each.point) for each, quantity in lines
        ),
        contact=Contact(name="Trần Văn Minh", phone=phone),
        delivery=DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=pickup or lines[0][0].point),
        expected_total=more.pop("expected_total", None),
        **more,
    )
    claim = claim_of("guest", "tests.many", key or f"many-{next(_numbers):06}", request)
    return Ask(request=request, actor=GUEST, claim=claim, request_id="-")


def codes(answers):
    return [answer.code if isinstance(answer, Refusal) else 201 for answer in answers]


async def test_the_last_pieces_go_to_the_first_who_came(session):
    bowl = await goods(session, 5)

    answers = await place_many(session, [ask((bowl, 2)) for _ in range(4)], TERMS)

    assert codes(answers) == [201, 201, "out_of_stock", "out_of_stock"]
    assert answers[2].facts["available"] == 1
    assert await level(session, bowl) == (5, 4)
    assert await session.scalar(select(func.count()).select_from(IdempotencyKey)) == 2
    assert await audit_books(session) == []


async def test_who_asks_too_much_leaves_what_is_free_to_those_behind(session):
    bowl = await goods(session, 3)

    answers = await place_many(session, [ask((bowl, 2)), ask((bowl, 2)), ask((bowl, 1))], TERMS)

    assert codes(answers) == [201, "out_of_stock", 201]
    assert await level(session, bowl) == (3, 3)


async def test_an_order_of_several_lines_is_placed_whole_or_not_at_all(session):
    bowl, cup = await goods(session, 5), await goods(session, 1, name="Chén gốm")

    answers = await place_many(session, [ask((cup, 1)), ask((bowl, 1), (cup, 1)), ask((bowl, 5))], TERMS)

    assert codes(answers) == [201, "out_of_stock", 201]
    assert await level(session, bowl) == (5, 5)
    assert await audit_books(session) == []


async def test_the_same_variant_on_two_lines_counts_together(session):
    bowl = await goods(session, 3)

    answers = await place_many(session, [ask((bowl, 2), (bowl, 2)), ask((bowl, 1), (bowl, 2))], TERMS)

    assert codes(answers) == ["out_of_stock", 201]
    assert await level(session, bowl) == (3, 3)
    assert await session.scalar(select(OrderLine.quantity)) == 3


async def test_goods_of_two_points_are_kept_apart(session):
    here, there = await goods(session, 1), await goods(session, 1, name="Tranh Hàng Trống", point="quay-bat-trang")

    answers = await place_many(session, [ask((here, 1)), ask((there, 1)), ask((here, 1)), ask((there, 1))], TERMS)

    assert codes(answers) == [201, 201, "out_of_stock", "out_of_stock"]
    assert (await level(session, here), await level(session, there)) == ((1, 1), (1, 1))


async def test_a_key_that_is_known_gives_its_order_and_another_body_is_refused(session):
    bowl = await goods(session, 5)
    first = ask((bowl, 1), key="the-same-key")
    [made] = await place_many(session, [first], TERMS)

    again, other, fresh = await place_many(session, [first, ask((bowl, 2), key="the-same-key"), ask((bowl, 1))], TERMS)

    assert (again.replayed, again.order.code) == (True, made.order.code)
    assert isinstance(other, KeyReused)
    assert not fresh.replayed
    assert await level(session, bowl) == (5, 2)


async def test_of_twins_in_one_batch_the_first_is_placed_and_the_others_get_its_answer(session):
    bowl, gone = await goods(session, 5), await goods(session, 0, name="Chén gốm")
    twin, other = ask((bowl, 1), key="a-twin-of-mine"), ask((bowl, 2), key="a-twin-of-mine")
    late = ask((gone, 1), key="a-late-twin")

    answers = await place_many(session, [twin, other, twin, late, late, ask((bowl, 1), key="a-late-twin")], TERMS)

    assert codes(answers) == [201, "key_reused", 201, "out_of_stock", "out_of_stock", "in_progress"]
    assert [answers[at].replayed for at in (0, 2)] == [False, True]
    assert answers[0].order.code == answers[2].order.code
    assert await level(session, bowl) == (5, 1)


async def test_two_processes_asked_with_one_key_at_once_make_one_order(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 50)
    shared = [ask((bowl, 1), key=f"asked-twice-{number}") for number in range(10)]

    async def process(asks):
        async with sessions() as session, session.begin():
            return await place_many(session, asks, TERMS)

    results = await asyncio.gather(*(process(asks) for asks in (shared, shared[::-1], shared[5:], shared[:5])))

    assert {code for answers in results for code in codes(answers)} == {201}
    assert len({answer.order.code for answers in results for answer in answers}) == 10
    async with sessions() as session:
        assert await level(session, bowl) == (50, 10)
        assert await audit_books(session) == []


async def test_a_refusal_is_not_remembered(session):
    bowl = await goods(session, 1)
    late = ask((bowl, 1), key="the-late-key")
    [_, refused] = await place_many(session, [ask((bowl, 1)), late], TERMS)
    await session.execute(text("UPDATE stock_level SET on_hand = on_hand + 1"))

    [taken] = await place_many(session, [late], TERMS)

    assert isinstance(refused, OutOfStock)
    assert not taken.replayed


async def test_a_refusal_in_the_place_of_a_request_gives_way_to_an_order_that_stands(session):
    bowl = await goods(session, 5)
    first = ask((bowl, 1), key="it-was-before")
    [made] = await place_many(session, [first], TERMS)
    gone = KeyReused()

    known, unknown = await place_many(
        session,
        [
            Ask(request=gone, actor=GUEST, claim=first.claim, request_id="-"),
            Ask(request=gone, actor=GUEST, claim=ask((bowl, 1)).claim, request_id="-"),
        ],
        TERMS,
    )

    assert known.order.code == made.order.code
    assert unknown is gone


async def test_what_cannot_be_sold_is_said_to_each_as_to_one_alone(session):
    bowl, gone = await goods(session, 5), await goods(session, 5, name="Chén gốm")
    await session.execute(Product.__table__.update().where(Product.id == gone.product_id).values(hidden=True))
    asks = [
        ask((bowl, 1)),
        ask((gone, 1)),
        ask((bowl, 1), phone="0912 34"),
        ask((bowl, 1), pickup="khong-co"),
        ask((bowl, 1), expected_total=1),
        ask((bowl, 6)),
    ]

    alone = [await refused_alone(session, one) for one in asks[1:]]

    answers = await place_many(session, asks, TERMS)

    assert codes(answers) == [201, *alone]
    assert len(set(alone)) > 3


async def refused_alone(session, one):
    with pytest.raises(Refusal) as refused:
        async with session.begin_nested():
            await place_order(session, one.request, GUEST, f"alone-{next(_numbers)}", TERMS)
    return refused.value.code


async def test_an_order_of_a_batch_reads_as_one_placed_alone(session):
    bowl = await goods(session, 5)

    [answer] = await place_many(session, [ask((bowl, 2))], TERMS)
    alone = await placed(session, bowl, quantity=2, contact=Contact(**CONTACT))
    order = (await session.scalars(select(Order).where(Order.code == answer.order.code))).one()

    assert await order_by_id(session, order.id, TERMS.secret, with_token=True) == answer.order
    assert (answer.order.total, answer.order.lines, answer.order.delivery) == (alone.total, alone.lines, alone.delivery)


async def test_a_batch_costs_about_as_many_statements_as_one_order(sessions, max_queries):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 200)

    async with sessions() as session, session.begin():
        with max_queries(14) as seen:
            answers = await place_many(session, [ask((bowl, 1)) for _ in range(200)], TERMS)

    assert codes(answers) == [201] * 200
    assert len(seen) <= 14
    async with sessions() as session:
        assert await audit_books(session) == []


LINES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wished=st.lists(LINES, min_size=1, max_size=12), stock=st.tuples(*[st.integers(0, 9)] * 3))
async def test_any_batch_sells_as_one_after_the_other_would(session, wished, stock):
    nested = await session.begin_nested()
    shelf = [await goods(session, pieces, name=f"Gốm {n}-{next(_numbers)}") for n, pieces in enumerate(stock)]
    free = list(stock)
    expected = []
    for lines in wished:
        wants = [sum(pieces for at, pieces in lines if at == number) for number in range(3)]
        fits = all(want <= left for want, left in zip(wants, free, strict=True))
        expected.append(201 if fits else "out_of_stock")
        free = [left - want for want, left in zip(wants, free, strict=True)] if fits else free

    answers = await place_many(
        session, [ask(*((shelf[at], pieces) for at, pieces in lines)) for lines in wished], TERMS
    )

    assert codes(answers) == expected
    assert [pieces - (await level(session, each))[1] for pieces, each in zip(stock, shelf, strict=True)] == free
    assert await audit_books(session) == []
    await nested.rollback()
