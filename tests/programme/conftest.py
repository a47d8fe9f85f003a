"""A served shop and the relay's turn, as the tests of rooms have them."""

from tests.livestream.conftest import serve, tell

__all__ = ["serve", "tell"]
