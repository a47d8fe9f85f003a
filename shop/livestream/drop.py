"""The drop: what all buyers of a process want in its rooms, placed together."""

from shop.core.coalescer import Coalescer
from shop.livestream.order import RoomAsk
from shop.orders.wish import Placed

RoomDrop = Coalescer[RoomAsk, Placed]
"""Made by `comment_orders.drop`, which knows who orders by comment."""
