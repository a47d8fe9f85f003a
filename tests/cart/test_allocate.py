from itertools import product as combined
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.cart.rules import LineProblem, Road, SourceReason, Take, Want, allocate, cover, distance

A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))
BOWL, TEA, RICE, LACQUER = (UUID(int=number) for number in (10, 11, 12, 13))
POTTER, FARMER = UUID(int=20), UUID(int=21)
R = SourceReason
ROAD = Road({A: 1.0, B: 2.0, C: 3.0}, {BOWL: POTTER, TEA: FARMER, RICE: FARMER, LACQUER: POTTER})


def one(variant, quantity=1, **more):
    return Want(variant_id=variant, quantity=quantity, **more)


def takes(wants, stock, road=ROAD, **more):
    return [source.takes for source in allocate(wants, stock, road=road, **more)]


def test_the_nearest_place_with_the_whole_order_sends_it():
    stock = {BOWL: {A: 9, B: 1, C: 9}, TEA: {B: 1, C: 9}}

    assert takes([one(BOWL), one(TEA)], stock) == [
        (Take(B, 1, R.NEAREST_WITH_ALL),),
        (Take(B, 1, R.NEAREST_WITH_ALL),),
    ]


def test_where_no_place_has_it_all_it_takes_the_fewest_parcels_and_not_the_nearest_places():
    stock = {BOWL: {A: 1, B: 1}, TEA: {A: 1, C: 1}, RICE: {B: 1, C: 1}}

    assert takes([one(BOWL), one(TEA), one(RICE)], stock) == [
        (Take(A, 1, R.FEWEST_PARCELS),),
        (Take(C, 1, R.FEWEST_PARCELS),),
        (Take(C, 1, R.FEWEST_PARCELS),),
    ]


def test_a_line_keeps_the_place_it_names():
    stock = {BOWL: {A: 9, C: 9}, TEA: {A: 9}}

    assert takes([one(BOWL, place_id=C), one(TEA)], stock) == [
        (Take(C, 1, R.ASKED_FOR),),
        (Take(A, 1, R.NEAREST_WITH_ALL),),
    ]


def test_a_place_of_unknown_position_comes_last():
    assert takes([one(BOWL)], {BOWL: {D: 99, C: 1}}) == [(Take(C, 1, R.NEAREST_WITH_ALL),)]


def test_goods_come_from_two_places_only_when_none_has_enough():
    stock = {BOWL: {A: 2, B: 3, C: 5}}

    assert takes([one(BOWL, 5)], stock) == [(Take(C, 5, R.NEAREST_WITH_ALL),)]
    assert takes([one(BOWL, 7)], stock) == [(Take(A, 2, R.SPLIT), Take(C, 5, R.SPLIT))]


def test_a_buyer_who_asks_for_more_than_there_is_hears_how_many_there_are():
    source = allocate([one(BOWL, 11)], {BOWL: {A: 2, B: 3, C: 5}}, road=ROAD)[0]

    assert (source.available, source.problem, source.takes) == (10, LineProblem.OUT_OF_STOCK, ())


def test_what_is_fetched_is_never_taken_from_two_places():
    source = allocate([one(BOWL, 7)], {BOWL: {A: 2, B: 9}}, pickup_at=A)[0]

    assert (source.available, source.problem) == (2, LineProblem.OUT_OF_STOCK)


def test_distance_is_about_right_over_ha_noi():
    assert 13 < distance(21.0285, 105.8542, 20.9713, 105.7788) * 1.3 < 14


STOCK = st.fixed_dictionaries(
    {
        variant: st.dictionaries(st.sampled_from([A, B, C, D]), st.integers(0, 4))
        for variant in (BOWL, TEA, RICE, LACQUER)
    }
)
WANTS = st.lists(
    st.builds(Want, variant_id=st.sampled_from([BOWL, TEA, RICE, LACQUER]), quantity=st.integers(1, 5)),
    min_size=1,
    max_size=4,
    unique_by=lambda want: want.variant_id,
)


@given(wants=WANTS, stock=STOCK)
@settings(max_examples=300)
def test_no_other_choice_makes_fewer_parcels_and_none_takes_what_is_not_there(wants, stock):
    sources = allocate(wants, stock, road=ROAD)

    for want, source in zip(wants, sources, strict=True):
        free = stock[want.variant_id]
        if source.problem is not None:
            assert sum(free.values()) < want.quantity
            continue
        assert sum(take.pieces for take in source.takes) == want.quantity
        assert all(0 < take.pieces <= free[take.place_id] for take in source.takes)
        if any(count >= want.quantity for count in free.values()):
            assert len(source.takes) == 1
    if all(source.problem is None for source in sources):
        assert parcels(wants, [[take.place_id for take in source.takes] for source in sources]) == fewest(wants, stock)


def parcels(wants, places):
    return len({(ROAD.producers[want.variant_id], at) for want, each in zip(wants, places, strict=True) for at in each})


def fewest(wants, stock):
    """Try everything: every single place that has enough, else every set of places that has."""
    return min(parcels(wants, choice) for choice in combined(*(ways(want, stock[want.variant_id]) for want in wants)))


def ways(want, free):
    alone = [[place] for place, count in free.items() if count >= want.quantity]
    subsets = [[place for bit, place in enumerate(free) if number >> bit & 1] for number in range(1, 2 ** len(free))]
    return alone or [some for some in subsets if sum(free[place] for place in some) >= want.quantity]


@given(count=st.integers(13, 30))
def test_many_places_are_covered_in_good_time_if_not_by_the_fewest(count):
    places = [UUID(int=100 + at) for at in range(count)]
    wants = [one(UUID(int=1000 + at)) for at in range(count)]
    stock = {want.variant_id: {place: 1} for want, place in zip(wants, places, strict=True)}
    road = Road({place: float(at) for at, place in enumerate(places)}, {})

    assert sorted(cover(wants, stock, road)) == places
