"""Sign-in, account, counter and problems: usual, empty and refused."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.orders.models import DeliveryMethod, OrderStatus
from shop.web import views
from tests.web.look_frame import NOW, Shown, site

ORDER_ROWS = tuple(
    views.OrderRow(
        code=f"CM-27A4-9{n}",
        status=status,
        total=Dong(1_460_000),
        placed_at=NOW,
        url=f"/don-hang/CM-27A4-9{n}",
        summary="Bộ ấm chén gốm sứ chim én hoa sen và 1 món khác",
    )
    for n, status in enumerate((OrderStatus.PACKED, OrderStatus.HELD, OrderStatus.CANCELLED))
)
NOTICES = (
    views.Notice(
        id="n1",
        title="Ấm chén đã sẵn sàng",
        text="Lấy ở Bát Tràng (1), mở đến 22:00.",
        at=NOW,
        url="/don-hang/CM-27A4-91",
    ),
    views.Notice(id="n2", title="Đơn đã xác nhận", text="Trả tiền mặt khi nhận.", at=NOW, read=True),
)


def counter_order(code: str, **facts) -> views.CounterOrder:
    usual = {
        "status": OrderStatus.CONFIRMED,
        "delivery": DeliveryMethod.PICKUP,
        "name": "Lê Thị Bích Ngọc",
        "phone_end": "678",
        "lines": ("1 × Bộ ấm chén gốm sứ chim én hoa sen, bộ 8 món", "2 × Gạo nếp cái hoa vàng, túi 5 kg"),
        "total": Dong(1_460_000),
        "placed_at": NOW,
    }
    return views.CounterOrder(code=code, **(usual | facts))


TO_PACK = (
    counter_order("CM-11AA-22"),
    counter_order("CM-33BB-44", delivery=DeliveryMethod.SHIP, status=OrderStatus.PACKED),
    counter_order("CM-77DD-88", delivery=DeliveryMethod.SHIP, status=OrderStatus.SHIPPED, total=0, asked=250_000),
)
TO_HAND_OVER = (
    counter_order("CM-27A4-91", status=OrderStatus.PACKED),
    counter_order("CM-55CC-66", status=OrderStatus.PACKED, locked_until=NOW),
)


def people_pages() -> Iterator[Shown]:
    at = site("/dang-nhap")
    yield "sign-in", "sign_in.html", "vi", views.SignInPage(site=at)
    yield (
        "sign-in-wrong",
        "sign_in.html",
        "en",
        views.SignInPage(
            site=at,
            login="host",
            problem="The user name or the password is not right.",
            errors=(views.FieldError(field="password", message="Enter your password."),),
        ),
    )
    me = site("/toi", person=views.Person(name="Lê Thị Bích Ngọc", staff=True, host=True))
    yield (
        "account",
        "account.html",
        "vi",
        views.AccountPage(
            site=me,
            name="Lê Thị Bích Ngọc",
            roles=("chủ gian", "nhân viên điểm bán"),
            orders=ORDER_ROWS,
            notices=NOTICES,
            studios=(("gom-su-quang-vinh", "Gốm sứ Quang Vinh"),),
            places=(("bat-trang-1", "Bát Tràng (1)"),),
        ),
    )
    yield "account-new", "account.html", "en", views.AccountPage(site=me, name="Ngọc")
    yield (
        "account-guest",
        "account.html",
        "vi",
        views.AccountPage(site=site("/toi"), name=None, orders=ORDER_ROWS[:1]),
    )
    at = site("/quay", person=views.Person(name="Mai", staff=True))
    yield (
        "counter",
        "counter.html",
        "vi",
        views.CounterPage(
            site=at,
            place_slug="bat-trang-1",
            place_name="Bát Tràng (1)",
            to_pack=TO_PACK,
            to_hand_over=TO_HAND_OVER,
            done_today=12,
            others=(("hoang-cau", "Hoàng Cầu"),),
            done="Đơn CM-11AA-22 đã đóng gói. Khách được báo.",
        ),
    )
    yield (
        "counter-refused",
        "counter.html",
        "en",
        views.CounterPage(
            site=at,
            place_slug="bat-trang-1",
            place_name="Bát Tràng (1)",
            to_pack=(),
            to_hand_over=TO_HAND_OVER,
            problem="The code is not right. 4 tries left.",
            problem_order="CM-27A4-91",
        ),
    )
    yield (
        "counter-empty",
        "counter.html",
        "vi",
        views.CounterPage(site=at, place_slug="bat-trang-1", place_name="Bát Tràng (1)", to_pack=(), to_hand_over=()),
    )
    for status in (401, 403, 404, 409, 429, 500, 503):
        yield (
            f"problem-{status}",
            "problem.html",
            "vi",
            views.ProblemPage(
                site=views.Site(path="/khong-co"),
                status=status,
                request_id="0192f3",
                retry_path="/" if status >= 500 else None,
            ),
        )
    yield (
        "problem-said",
        "problem.html",
        "en",
        views.ProblemPage(site=views.Site(path="/x"), status=404, detail="No session has this address."),
    )
    codes = (
        views.ErrorCode(code="out_of_stock", status=409, sentence="Chỉ còn 2 bộ ở điểm này."),
        views.ErrorCode(code="validation", status=422, sentence="Dữ liệu chưa đúng. Xem lại ô được nêu rồi gửi lại."),
    )
    yield "problems", "problems.html", "vi", views.ProblemsListPage(site=site("/loi"), codes=codes)
