"""Refusals of rooms."""

from shop.core.errors import Forbidden


class RoomTokenInvalid(Forbidden):
    """The socket's token is missing, of another room, or older than a minute."""

    code = "room_token_invalid"
