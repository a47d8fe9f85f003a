"""What comments of a room ordered: in the room, on a page of their own, at the desk."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.web import views
from shop.web.views.wishes import DeskOrdering, DeskQuestionRow, DeskWishRow, RoomWishesPage, TapView, WishView
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import COMMENTS, ITEMS, KEEPING, PIN, PIN_POTENTIAL, STUDIO_ORDERS, room

PLACED = WishView(
    id="w1",
    text="chốt A1 x2 0912 345 678",
    said="Đã chốt đơn CM-7F3K-92PM, 2.180.000 ₫. Nhận tại điểm bán.",
    css="ok",
    order="/don-hang/CM-7F3K-92PM?token=x",
    may_undo=True,
)
CHOOSE = WishView(
    id="w2",
    text="lấy ấm chén men ngọc",
    said="Bạn muốn món nào?",
    css="warn",
    asked="code",
    step=1,
    taps=(
        TapView(choice=0, label="1 × A1 Bộ ấm chén gốm sứ chim én hoa sen, 1.090.000 ₫"),
        TapView(choice=1, label="1 × A2 Gạo nếp cái hoa vàng Tam Hưng, 195.000 ₫"),
    ),
)
PHONE = WishView(
    id="w3", text="chốt A2", said="Cho số điện thoại để giữ đơn.", css="warn", asked="phone", name="Ngọc <b>"
)
AGE = WishView(id="w4", text="chốt A3", said="Chỉ bán từ 18 tuổi.", css="warn", asked="age", min_age=18)
REFUSED = WishView(id="w5", text="chốt A2 x9", said="Chỉ còn 3 túi.", css="bad")
PENDING = WishView(id="w6", text="chốt A2", said="Đang đặt, chờ một chút.", pending=True)
ORDERING = DeskOrdering(
    wishes=(
        DeskWishRow(
            name="Lê Thị Bích N.",
            phone="•••• 678",
            text="chốt A1 x2 •••• 678, ship bao nhiêu shop?",
            state="placed",
            said="",
            code="CM-7F3K-92PM",
            total=Dong(2_180_000),
            at=NOW,
            question=True,
        ),
        DeskWishRow(name="Minh Đ.", text="lấy ấm chén", state="asked", said="chờ chọn mã", at=NOW),
        DeskWishRow(name="Khách", text="chốt A2 " + "x9" * 60, state="refused", said="Chỉ còn 3 túi.", at=NOW),
    ),
    questions=(DeskQuestionRow(id="q1", name="Hải Yến", text="Ấm có dùng được bếp từ không <b>?", at=NOW),),
)


def wish_pages() -> Iterator[Shown]:
    at = site("/phien/gom-su-quang-vinh/don")
    head = {"slug": "gom-su-quang-vinh", "title": "Gốm sứ Quang Vinh"}
    every = (PLACED, REFUSED, AGE, PHONE, CHOOSE)
    yield "wishes", "room_wishes.html", "vi", RoomWishesPage(site=at, **head, wishes=every)
    yield "wishes-none", "room_wishes.html", "en", RoomWishesPage(site=at, **head, wishes=())
    wrong = (views.FieldError(field="phone", message="Bạn nhập 4 chữ số. Số di động Việt Nam có 10 chữ số."),)
    yield (
        "wishes-refused",
        "room_wishes.html",
        "vi",
        RoomWishesPage(site=at, **head, wishes=(PENDING, PHONE), errors=wrong, problem="Chưa đặt được."),
    )
    here = site("/phien/gom-su-quang-vinh")
    for name, wishes in (("asked", (CHOOSE,)), ("placed", (PLACED,)), ("phone", (PHONE,))):
        yield (
            f"room-{name}",
            "room.html",
            "vi",
            views.RoomPage(
                site=here,
                room=room(),
                pins=(PIN, PIN_POTENTIAL),
                comments=COMMENTS,
                request_key="key-12345678",
                wishes=wishes,
            ),
        )
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    yield (
        "studio-wishes",
        "studio.html",
        "vi",
        views.StudioPage(
            site=desk,
            room=room(),
            items=ITEMS,
            keeping=KEEPING,
            orders=STUDIO_ORDERS,
            takings=Dong(3_270_000),
            ordering=ORDERING,
        ),
    )
