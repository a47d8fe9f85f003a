"""Sample pages of replays."""

from collections.abc import Iterator

import msgspec

from shop.core.money import Dong
from shop.web.views import Person
from shop.web.views.replays import ReplayChapter, ReplayGood, ReplayPage, ReplayPart
from tests.web.look_frame import NOW, Shown, site

SLUG = "gom-su-quang-vinh"
CHAPTERS = (
    ReplayChapter(title="Mở chợ", at=0.0, until=95.0, clock="0:00", product=False, image=""),
    ReplayChapter(
        title="Bộ ấm chén gốm sứ chim én hoa sen · bộ 8 món có khay gỗ hương và hộp quà",
        at=95.2,
        until=400.0,
        clock="1:35",
        product=True,
        image="/static/art/craft-1.svg",
    ),
    ReplayChapter(
        title="Gạo nếp cái hoa vàng Tam Hưng",
        at=3725.0,
        until=4000.0,
        clock="1:02:05",
        product=True,
        image="/static/art/food-1.svg",
    ),
)


def good(name, **facts) -> ReplayGood:
    usual = {
        "variant": name,
        "slug": "bo-am-chen",
        "price": Dong(1_250_000),
        "unit": "bộ 8 món",
        "available": 14,
        "image": "/static/art/craft-1.svg",
        "on_sale": True,
        "stars": 5,
        "certificate": "HN-1",
        "at": 95.2,
        "clock": "1:35",
    }
    return ReplayGood(name=name, **(usual | facts))


GOODS = (
    good("Bộ ấm chén gốm sứ chim én hoa sen · bộ 8 món có khay gỗ hương và hộp quà"),
    good("Gạo nếp cái hoa vàng Tam Hưng", stars=4, available=0, image="/static/art/food-1.svg"),
    good(
        "Sữa chua nếp cẩm", on_sale=False, available=0, stars=None, at=None, clock="", image="/static/art/drink-2.svg"
    ),
)


def replay_pages() -> Iterator[Shown]:
    """A replay, the same for its host, one without marks, one that is being built."""
    whole = ReplayPage(
        site=site(f"/phien/{SLUG}/xem-lai"),
        slug=SLUG,
        title="Gốm Bát Tràng đêm nay: men lam, men rạn và chuyện người thợ gốm",
        host="Nguyễn Thị Hà",
        place="Điểm OCOP 183 Ngô Gia Tự",
        place_slug="diem-183",
        market_slug="cho-dem",
        filmed_at=NOW,
        length="1:24:10",
        playlist=f"/replays/{SLUG}/whole.m3u8",
        parts=(ReplayPart(url=f"/replays/{SLUG}/whole/1.mp4", at=0.0, seconds=5050.0),),
        poster="/static/art/stall-1-tall.svg",
        source=f"/replays/{SLUG}/whole/1.mp4",
        captions=f"/replays/{SLUG}/captions.vtt",
        chapters=CHAPTERS,
        goods=GOODS,
    )
    yield "replay", "replay.html", "vi", whole
    host = site(f"/phien/{SLUG}/xem-lai", person=Person(name="Nguyễn Thị Hà", host=True))
    clipped = (
        msgspec.structs.replace(GOODS[0], publishable=True, clip="ready", clip_id="c1"),
        msgspec.structs.replace(GOODS[1], publishable=True),
        GOODS[2],
    )
    kept = msgspec.structs.replace(whole, site=host, keeps=True, goods=clipped, done="Đoạn phim sẽ có trong ít phút.")
    yield "replay-host", "replay.html", "vi", kept
    bare = msgspec.structs.replace(whole, chapters=(), parts=(), poster=None, source=whole.playlist)
    yield "replay-bare", "replay.html", "en", bare
    yield "replay-building", "replay.html", "vi", msgspec.structs.replace(whole, progress=40, chapters=(), goods=())
