"""Every published code has a word of ours, and a parcel goes one way whatever order the news comes in."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from shop.carriers.models import CarrierName, ShipmentStatus
from shop.carriers.rules import FINAL, follows
from shop.carriers.status_rules import TABLES, read_status

S = ShipmentStatus
START = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(("carrier", "codes"), [(name, len(table)) for name, table in TABLES.items()])
def test_every_code_is_read(carrier, codes):
    assert len(TABLES[carrier]) == codes >= 22
    assert {read_status(carrier, code) for code in TABLES[carrier]} >= {S.CREATED, S.PICKED, S.DELIVERED, S.RETURNED}
    assert read_status(carrier, "nothing-we-know") is None


def test_our_words_reach_every_end():
    reached = {status for table in TABLES.values() for status in table.values()}

    assert set(S) - reached == {S.ASKED}
    assert set(TABLES) == set(CarrierName)


def _after(reports):
    status, at = S.CREATED, None
    for new, new_at in reports:
        if follows(status, at, new, new_at):
            status, at = new, new_at
    return status


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ((S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED), S.DELIVERED),
        ((S.OUT_FOR_DELIVERY, S.FAILED_ATTEMPT, S.OUT_FOR_DELIVERY), S.OUT_FOR_DELIVERY),
        ((S.IN_TRANSIT, S.FAILED_ATTEMPT, S.RETURNING, S.RETURNED), S.RETURNED),
        ((S.PICKED, S.IN_TRANSIT, S.LOST), S.LOST),
    ],
)
def test_the_order_of_arrival_does_not_matter(told, end):
    reports = [(status, START + timedelta(hours=hour)) for hour, status in enumerate(told)]

    assert {_after(some) for some in permutations(reports)} == {end}
    assert _after([*reports, *reports]) == end


@pytest.mark.parametrize("end", sorted(FINAL))
def test_nothing_leaves_an_end(end):
    assert not any(follows(end, START, new, START + timedelta(days=1)) for new in S)
