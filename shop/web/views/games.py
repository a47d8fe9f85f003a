"""What a host plays with the room, and the page of a draw."""

from collections.abc import Mapping
from datetime import datetime

from shop.games.queries import Winner
from shop.games.rules import DrawProof, EntryShown
from shop.games.seen import GamesSeen
from shop.web.views.site import Page, View


class GameVoucher(View, frozen=True, kw_only=True):
    """A voucher the host may drop, in words."""

    code: str
    name: str
    detail: str


class GamePayer(View, frozen=True, kw_only=True):
    """A producer for whom the host may make a voucher."""

    id: str
    name: str


class StudioGames(View, frozen=True, kw_only=True):
    """What is played, and what the host may begin. `key` makes each form one thing, however often it is sent."""

    now: GamesSeen = GamesSeen()
    reactions: Mapping[str, int] = {}
    winners: tuple[Winner, ...] = ()  # of the newest draw
    vouchers: tuple[GameVoucher, ...] = ()
    producers: tuple[GamePayer, ...] = ()
    key: str = ""


class DrawPage(Page, frozen=True, kw_only=True):
    """A lucky draw anybody can compute again; `shown` are the first of its entries, `own` is the reader's ticket."""

    proof: DrawProof
    won: tuple[EntryShown, ...]
    shown: tuple[EntryShown, ...]
    title: str
    slug: str
    closes_at: datetime
    open: bool
    own: str = ""
