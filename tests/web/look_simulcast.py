"""A session shown elsewhere too: the desk's places in every state, lines from elsewhere in room and desk."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.web import views
from shop.web.views.keeping import DeskLine, Keeping
from shop.web.views.simulcast import DeskElsewhere, DeskElsewhereWish, DeskTarget
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import ITEMS, PIN, room


def target(number: int, platform: str, state: str, told: str, **facts) -> DeskTarget:
    return DeskTarget(
        id=f"t{number}",
        platform=platform,
        address="rtmps://live-api-s.facebook.com:443/rtmp",
        key="••••9xQ2",
        wanted=state != "stopped",
        state=state,
        told=told,
        since=NOW,
        **facts,
    )


ELSEWHERE = DeskElsewhere(
    targets=(
        target(1, "facebook", "live", "Đang phát tới nền tảng."),
        target(2, "youtube", "failing", "Đường truyền bị đứt; hệ thống tự nối lại.", said="Connection refused <b>"),
        target(3, "tiktok", "waiting", "Chờ hình của phiên."),
        target(4, "other", "stopped", "Bạn đã dừng phát tới đây."),
    ),
    wishes=(
        DeskElsewhereWish(platform="facebook", name="Hải Yến", text="chốt A1 x 2 <b>", at=NOW, wants=("A1 × 2",)),
        DeskElsewhereWish(platform="other", name="Đức", text="lấy 1 bộ " + "nhé" * 40, at=NOW),
    ),
    token="T" * 32,
    api="https://chomay.vn/api/v1/sessions/gom-su-quang-vinh/comments/import",
    full=True,
)
FEW = DeskElsewhere(
    token="T" * 32,
    api="https://chomay.vn/api/v1/sessions/gom/comments/import",
    typed=("tiktok", "https://tiktok.com/live"),
)
SAID = (
    views.CommentView(id="c1", name="Hải Yến", text="Còn màu xanh không?", at=NOW, origin="facebook"),
    views.CommentView(id="c2", name="Đức", text="đẹp <b>", at=NOW, origin="other"),
)
LINES = Keeping(lines=(DeskLine(id="c1", name="Hải Yến", text="Còn màu xanh không?", origin="youtube"),))


def simulcast_pages() -> Iterator[Shown]:
    """The desk and a room."""
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    for name, state, elsewhere in (
        ("studio-elsewhere", "on_air", ELSEWHERE),
        ("studio-elsewhere-add", "scheduled", FEW),
        ("studio-elsewhere-over", "ended", DeskElsewhere(targets=ELSEWHERE.targets[3:], over=True)),
    ):
        yield (
            name,
            "studio.html",
            "vi",
            views.StudioPage(
                site=desk,
                room=room(state),
                items=ITEMS,
                keeping=LINES,
                orders=(),
                takings=Dong(0),
                elsewhere=elsewhere,
            ),
        )
    yield (
        "room-elsewhere",
        "room.html",
        "vi",
        views.RoomPage(site=site("/phien/gom-su-quang-vinh"), room=room(), pins=(PIN,), comments=SAID),
    )
