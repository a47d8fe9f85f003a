"""Masks, names and states."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.livestream.rules import given_name, is_live_price, mask_code, short_name
from shop.markets.models import SessionState
from shop.markets.rules import RoomState, room_state

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "given", "short"),
    [("Lê Thị Bích Ngọc", "Ngọc", "Lê Thị Bích N."), ("Bình", "Bình", "Bình"), ("  ", "", "  ")],
)
def test_names_are_shortened_the_vietnamese_way(name, given, short):
    assert (given_name(name), short_name(name)) == (given, short)


def test_code_keeps_its_end():
    assert mask_code("CM-7F3K-92PM") == "CM-••••-92PM"


@pytest.mark.parametrize(
    ("state", "silent_for", "shown"),
    [
        (SessionState.ON_AIR, 45, RoomState.ON_AIR),
        (SessionState.ON_AIR, 46, RoomState.AWAY),
        (SessionState.ON_AIR, None, RoomState.AWAY),
        (SessionState.SCHEDULED, None, RoomState.SCHEDULED),
        (SessionState.ENDED, 999, RoomState.ENDED),
    ],
)
def test_host_is_away_after_a_silence(state, silent_for, shown):
    seen_at = None if silent_for is None else NOW - timedelta(seconds=silent_for)

    assert room_state(state, seen_at, NOW, 45) is shown


@pytest.mark.parametrize(("price", "allowed"), [(0, False), (1, True), (100, True), (101, False), (-5, False)])
def test_live_price_is_never_above_the_list(price, allowed):
    assert is_live_price(price, 100) is allowed
