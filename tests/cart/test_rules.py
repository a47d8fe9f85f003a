from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shop.cart.rules import LineProblem, Want, allocate, merge_wants

A, B, C = (UUID(int=number) for number in (1, 2, 3))
BOWL, TEA = UUID(int=10), UUID(int=11)


def test_a_pickup_takes_all_from_its_point_whatever_a_line_wished():
    sources = allocate([Want(variant_id=BOWL, quantity=2, place_id=B)], {BOWL: {A: 2, B: 9}}, pickup_at=A)

    assert [(source.place_id, source.problem) for source in sources] == [(A, None)]


def test_a_point_without_the_goods_and_one_with_too_few_are_told_apart():
    wants = [Want(variant_id=BOWL, quantity=2), Want(variant_id=TEA, quantity=2)]

    sources = allocate(wants, {BOWL: {B: 9}, TEA: {A: 1, B: 9}}, pickup_at=A)

    assert [source.problem for source in sources] == [LineProblem.NOT_AT_POINT, LineProblem.OUT_OF_STOCK]


def test_one_place_with_everything_is_better_than_two():
    wants = [Want(variant_id=BOWL, quantity=1), Want(variant_id=TEA, quantity=1)]

    sources = allocate(wants, {BOWL: {A: 90, C: 1}, TEA: {B: 90, C: 1}})

    assert {source.place_id for source in sources} == {C}


def test_lines_that_contradict_each_other_are_not_added_up():
    same = [Want(variant_id=BOWL, quantity=2), Want(variant_id=BOWL, quantity=3)]

    assert merge_wants(same) == [Want(variant_id=BOWL, quantity=5)]
    assert merge_wants([*same, Want(variant_id=BOWL, quantity=1, place_id=A)]) is None
    assert merge_wants([Want(variant_id=BOWL, quantity=999), *same]) is None


@given(
    wants=st.lists(
        st.builds(
            Want,
            variant_id=st.sampled_from([BOWL, TEA, UUID(int=12)]),
            quantity=st.integers(1, 5),
            place_id=st.sampled_from([None, None, A, B]),
        ),
        max_size=3,
        unique_by=lambda want: want.variant_id,
    ),
    stock=st.dictionaries(
        st.sampled_from([BOWL, TEA]), st.dictionaries(st.sampled_from([A, B, C]), st.integers(0, 6)), max_size=2
    ),
    pickup_at=st.sampled_from([None, A]),
)
def test_no_line_is_taken_from_where_there_is_too_little(wants, stock, pickup_at):
    for want, source in zip(wants, allocate(wants, stock, pickup_at), strict=True):
        free = stock.get(want.variant_id, {})
        if source.problem is None:
            assert [free[take.place_id] >= take.pieces == want.quantity for take in source.takes] == [True]
        else:
            anywhere = [count for place, count in free.items() if (pickup_at or want.place_id) in {None, place}]
            assert all(count < want.quantity for count in anywhere)
