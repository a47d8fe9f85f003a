"""How long a room's token lives."""

import pytest

from shop.rooms.errors import RoomTokenInvalid
from shop.rooms.token import TOKEN_SECONDS, make_token, read_token

SECRET = "a secret of the tests, long enough to sign with"


def test_token_gives_its_subject_back():
    token = make_token(SECRET, "hoa", "0192-ab", now=1_000_000)

    assert read_token(SECRET, "hoa", token, now=1_000_000 + TOKEN_SECONDS) == "0192-ab"


@pytest.mark.parametrize("later", [TOKEN_SECONDS + 1, 86_400, -1, -7200])
def test_token_of_another_minute_is_refused(later):
    token = make_token(SECRET, "hoa", "h1", now=1_000_000)

    with pytest.raises(RoomTokenInvalid):
        read_token(SECRET, "hoa", token, now=1_000_000 + later)
