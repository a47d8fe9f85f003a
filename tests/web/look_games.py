"""A room and a desk that play, the page of a draw in its states, and the page of a room's messages."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from shop.core.money import Dong
from shop.games.queries import Winner
from shop.games.rules import DrawProof, EntryShown, winners_of
from shop.games.seen import DrawSeen, DropSeen, GamesSeen, PollOption, PollSeen
from shop.livestream.asyncapi import message_types
from shop.web import views
from shop.web.views.asyncapi import AsyncApiPage
from shop.web.views.games import DrawPage, GamePayer, GameVoucher, StudioGames
from tests.web.look_frame import CARDS, NOW, Shown, site
from tests.web.look_night import COMMENTS, ITEMS, KEEPING, PIN, room

SEED = b"a seed of the specimens, 32 byte"
ENTRIES = [
    EntryShown(f"VE-{number:04}-{number * 7 % 9999:04}", name)
    for number, name in enumerate(("Ngọc L.", "Minh Đ.", "Hải Yến", "Bích T.", "Quang V.", "Thu <b>"), 2341)
]
WON = winners_of(SEED, [entry.ticket for entry in ENTRIES], 2)
SOON = NOW + timedelta(minutes=2)
POLL = PollSeen(
    id=UUID(int=1),
    question="Bạn thích men nào cho bộ ấm Tết?",
    options=[PollOption("Men lam", 41), PollOption("Men rạn", 17), PollOption("Men ngọc " + "dài " * 10, 8)],
    closes_at=SOON,
    open=True,
)
DROP = DropSeen(
    id=UUID(int=2),
    name="Phiếu đêm nay",
    amount=15_000,
    percent=None,
    cap=None,
    minimum=200_000,
    quota=20,
    left=7,
    until=SOON,
    open=True,
)


def draw_seen(*, drawn: bool) -> DrawSeen:
    return DrawSeen(
        code="QT-7F3K-92PM",
        prize="Một bộ ấm chén chim én hoa sen",
        winners=2,
        entries=len(ENTRIES),
        closes_at=SOON,
        open=not drawn,
        commitment=hashlib.sha256(SEED).hexdigest(),
        seed=SEED.hex() if drawn else None,
        won=[entry for entry in ENTRIES if entry.ticket in WON] if drawn else [],
    )


def draw_page(here: views.Site, *, drawn: bool, entries: list[EntryShown], own: str = "") -> DrawPage:
    won = [entry for ticket in WON for entry in entries if entry.ticket == ticket] if drawn else []
    proof = DrawProof(
        code="QT-7F3K-92PM",
        prize="Một bộ ấm chén chim én hoa sen",
        winners=2,
        commitment=hashlib.sha256(SEED).hexdigest(),
        seed=SEED.hex() if drawn else None,
        entries=entries,
        won=[entry.ticket for entry in won],
    )
    return DrawPage(
        site=here,
        proof=proof,
        won=tuple(won),
        shown=tuple(entries),
        title="Gốm sứ Quang Vinh",
        slug="gom-su-quang-vinh",
        closes_at=SOON,
        open=not drawn,
        own=own,
    )


def game_pages() -> Iterator[Shown]:
    here = site("/phien/gom-su-quang-vinh")
    common = {"site": here, "request_key": "key-12345678", "line_up": CARDS[1:3], "pins": (PIN,), "comments": COMMENTS}
    signed = {**common, "site": site("/phien/gom-su-quang-vinh", person=views.Person(name="Lan"))}
    all_three = GamesSeen(poll=POLL, draw=draw_seen(drawn=False), drop=DROP)
    yield "room-games", "room.html", "vi", views.RoomPage(room=room(), games=all_three, **common)
    yield "room-poll", "room.html", "en", views.RoomPage(room=room(), games=GamesSeen(poll=POLL), **common)
    told = "Bạn đã nhận phiếu. Nhập mã LIVE2345ABCD khi thanh toán."
    yield (
        "room-drop-kept",
        "room.html",
        "vi",
        views.RoomPage(room=room(), games=GamesSeen(drop=DROP), game_told=told, **signed),
    )
    drawn = GamesSeen(draw=draw_seen(drawn=True))
    yield "room-drawn", "room.html", "vi", views.RoomPage(room=room(), games=drawn, **common)
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    vouchers = (GameVoucher(code="CHOMAY20", name="Chợ đêm", detail="Giảm 20.000 ₫ cho đơn từ 200.000 ₫"),)
    playing = StudioGames(now=all_three, reactions={"heart": 1_204, "fire": 9}, vouchers=vouchers, key="key-12345678")
    winners = tuple(
        Winner(rank=rank, ticket=ticket, name=f"Ngọc {rank}", phone="+84912345678" if rank == 1 else None)
        for rank, ticket in enumerate(WON, 1)
    )
    idle = StudioGames(
        now=drawn,
        winners=winners,
        vouchers=vouchers,
        producers=(GamePayer(id="p1", name="HTX Gốm Bát Tràng"),),
        key="key-12345678",
    )
    for name, locale, games in (("studio-playing", "vi", playing), ("studio-drawn", "en", idle)):
        yield (
            name,
            "studio.html",
            locale,
            views.StudioPage(
                site=desk, room=room(), items=ITEMS, keeping=KEEPING, games=games, orders=(), takings=Dong(0)
            ),
        )
    at = site("/quay-thuong/QT-7F3K-92PM")
    yield "draw-open", "draw.html", "vi", draw_page(at, drawn=False, entries=ENTRIES, own=ENTRIES[0].ticket)
    yield "draw-drawn", "draw.html", "en", draw_page(at, drawn=True, entries=ENTRIES)
    yield "draw-nobody", "draw.html", "vi", draw_page(at, drawn=True, entries=[])
    yield "asyncapi", "asyncapi.html", "vi", AsyncApiPage(site=site("/schema/asyncapi"), messages=message_types())
