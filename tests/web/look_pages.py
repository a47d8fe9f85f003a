"""Every template with its contexts, by a name that says the state shown."""

from collections.abc import Iterator

import look_contexts as c

from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.orders.models import DeliveryMethod, OrderStatus
from shop.web import views

Shown = tuple[str, str, Locale, views.Page]


def every_page() -> Iterator[Shown]:
    yield from shop_pages()
    yield from checkout_pages()
    yield from people_pages()
    yield from night_pages()


def shop_pages() -> Iterator[Shown]:
    at = c.site("/san-pham", query="stars=5&stars=4")
    yield (
        "list",
        "list.html",
        "vi",
        views.ListPage(
            site=at, items=c.CARDS, total=407, filters=c.FILTERS, sorts=c.SORTS, next_url="/san-pham?cursor=abc"
        ),
    )
    yield (
        "list-en",
        "list.html",
        "en",
        views.ListPage(
            site=at, items=c.CARDS, q="gom", total=407, filters=c.FILTERS, sorts=c.SORTS, chips=c.CHIPS, in_stock=True
        ),
    )
    yield (
        "list-empty",
        "list.html",
        "vi",
        views.ListPage(site=at, items=(), q="gốm phù lãng", total=0, filters=c.FILTERS, sorts=c.SORTS, chips=c.CHIPS),
    )
    yield "list-bare", "list.html", "en", views.ListPage(site=c.site("/san-pham"), items=())
    yield (
        "list-failed",
        "list.html",
        "vi",
        views.ListPage(site=at, items=(), problem="Hệ thống đang bận, chưa có gì thay đổi. Thử lại sau 2 giây."),
    )
    one = {
        "slug": "bo-am-chen",
        "name": "Bộ ấm chén gốm sứ chim én hoa sen",
        "image": "/static/art/craft-1.svg",
        "variants": (c.VARIANT,),
        "certificate": c.certificate(),
        "producer": c.PRODUCER,
        "summary": "1 ấm, 6 chén, 1 khay. Men trắng, vẽ tay lam cô ban, dung tích 650 ml.",
        "group_name": "Hàng thủ công mỹ nghệ",
        "group_slug": "thu-cong",
        "area": "Bát Tràng",
        "on_air": views.OnAir(room="gom-su", place="Bát Tràng (1)", price=Dong(1_090_000)),
    }
    here = c.site("/san-pham/bo-am-chen")
    two = views.VariantView(id="v2", name="Bộ 12 món", price=Dong(1_950_000), unit="bộ", stock=())
    yield "product", "product.html", "vi", views.ProductPage(site=here, **one)
    yield (
        "product-two",
        "product.html",
        "en",
        views.ProductPage(
            site=here, **(one | {"variants": (c.VARIANT, two), "earlier": (c.YEAR_ONLY,), "problem": "Chỉ còn 2 bộ."})
        ),
    )
    yield (
        "product-off",
        "product.html",
        "vi",
        views.ProductPage(
            site=here,
            **(
                one
                | {
                    "variants": (),
                    "certificate": c.UNDATED,
                    "producer": None,
                    "summary": None,
                    "on_sale": False,
                    "on_air": None,
                    "area": None,
                    "group_name": None,
                }
            ),
        ),
    )
    yield (
        "product-sold",
        "product.html",
        "vi",
        views.ProductPage(
            site=here, **(one | {"variants": (two,), "certificate": c.certificate(days_left=52), "on_air": None})
        ),
    )


def checkout_pages() -> Iterator[Shown]:
    at = c.site("/gio-hang")
    yield "cart", "cart.html", "vi", views.CartPage(site=at, lines=(c.line(), c.RICE), subtotal=Dong(1_480_000))
    yield (
        "cart-empty",
        "cart.html",
        "en",
        views.CartPage(site=c.site("/gio-hang", cart_count=0), lines=(), subtotal=Dong(0)),
    )
    yield (
        "cart-refused",
        "cart.html",
        "vi",
        views.CartPage(
            site=at,
            lines=(c.line(problem="Chứng nhận hết hạn 12/11/2026, tạm ngừng bán."),),
            subtotal=Dong(0),
            problem="Chỉ còn 9 bộ.",
        ),
    )
    yield "checkout", "checkout.html", "vi", c.checkout()
    yield (
        "checkout-en",
        "checkout.html",
        "en",
        c.checkout(form=views.CheckoutForm(method=DeliveryMethod.SHIP), points=()),
    )
    yield (
        "checkout-wrong",
        "checkout.html",
        "vi",
        c.checkout(
            errors=(
                views.FieldError(field="phone", message="Bạn nhập 9 chữ số. Số di động Việt Nam có 10 chữ số."),
                views.FieldError(field="sales_point", message="Chọn một điểm lấy hàng."),
            ),
            problem="Giá đã đổi. Bảng tính tiền dưới đây là giá mới.",
        ),
    )
    yield "order-packed", "order.html", "vi", c.order()
    yield "order-held", "order.html", "en", c.held()
    for status in OrderStatus:
        ship = status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.REFUSED}
        yield (
            f"order-state-{status.value}",
            "order.html",
            "vi",
            c.order(
                status=status,
                pickup_code=None,
                delivery=DeliveryMethod.SHIP if ship else DeliveryMethod.PICKUP,
                place_name=None if ship else "Điểm OCOP Bát Tràng (1)",
                address="12 Hàng Bạc, Hoàn Kiếm" if ship else None,
                cancel_reason="Bạn đã hủy lúc 20:55." if status is OrderStatus.CANCELLED else None,
            ),
        )


def people_pages() -> Iterator[Shown]:
    groups = tuple(
        views.GroupCard(slug=slug, name=name, art=art)
        for slug, name, art in (
            ("thuc-pham", "Thực phẩm", "food"),
            ("do-uong", "Đồ uống", "drink"),
            ("duoc-lieu", "Dược liệu", "herb"),
            ("thu-cong", "Hàng thủ công mỹ nghệ", "craft"),
            ("sinh-vat-canh", "Sinh vật cảnh", "plant"),
            ("du-lich", "Du lịch cộng đồng", "tour"),
        )
    )
    home = c.site("/", market_path="/cho-dem/thu-sau-27-11")
    yield (
        "home",
        "home.html",
        "vi",
        views.HomePage(
            site=home,
            groups=groups,
            best=c.CARDS[:4],
            market=c.MARKET,
            stalls=c.STALLS,
            in_force=407,
            ever=442,
            place_count=24,
        ),
    )
    yield (
        "home-next",
        "home.html",
        "en",
        views.HomePage(
            site=home, groups=groups, best=c.CARDS[:2], market=c.NEXT_MARKET, stalls=c.STALLS[3:], in_force=0, ever=442
        ),
    )
    yield (
        "home-bare",
        "home.html",
        "vi",
        views.HomePage(site=c.site("/", sample=False, cart_count=0), groups=groups, best=()),
    )
    at = c.site("/xac-thuc/CN-7F3K-92")
    yield (
        "verify",
        "verify.html",
        "vi",
        views.VerifyPage(site=at, code="CN-7F3K-92", certificate=c.certificate(), product_slug="bo-am-chen"),
    )
    yield "verify-year", "verify.html", "en", views.VerifyPage(site=at, code="CN-5Q2W-37", certificate=c.YEAR_ONLY)
    yield "verify-unknown", "verify.html", "vi", views.VerifyPage(site=at, code="<script>", certificate=None)
    yield "verify-ask", "verify.html", "en", views.VerifyPage(site=c.site("/xac-thuc"), code="", certificate=None)
    yield "places", "places.html", "vi", views.PlacesPage(site=c.site("/diem-ban"), places=c.PLACES)
    yield "places-near", "places.html", "en", views.PlacesPage(site=c.site("/diem-ban"), places=c.PLACES, near=True)
    yield "places-none", "places.html", "vi", views.PlacesPage(site=c.site("/diem-ban"), places=())
    one = c.site("/diem-ban/bat-trang-1")
    yield (
        "place",
        "place.html",
        "vi",
        views.PlacePage(
            site=one,
            place=c.PLACES[0],
            operator="Hợp tác xã gốm sứ Bát Tràng",
            opened_year=2021,
            products=c.CARDS[:3],
            more_url="/san-pham?place=bat-trang-1",
            source_url="https://example.org",
        ),
    )
    yield "place-bare", "place.html", "en", views.PlacePage(site=one, place=c.PLACES[2])
    at = c.site("/dang-nhap")
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
    me = c.site("/toi", person=views.Person(name="Lê Thị Bích Ngọc", staff=True, host=True))
    yield (
        "account",
        "account.html",
        "vi",
        views.AccountPage(
            site=me,
            name="Lê Thị Bích Ngọc",
            roles=("chủ gian", "nhân viên điểm bán"),
            orders=c.ORDER_ROWS,
            notices=c.NOTICES,
            studios=(("gom-su-quang-vinh", "Gốm sứ Quang Vinh"),),
            places=(("bat-trang-1", "Bát Tràng (1)"),),
        ),
    )
    yield "account-new", "account.html", "en", views.AccountPage(site=me, name="Ngọc")
    yield (
        "account-guest",
        "account.html",
        "vi",
        views.AccountPage(site=c.site("/toi"), name=None, orders=c.ORDER_ROWS[:1]),
    )
    at = c.site("/quay", person=views.Person(name="Mai", staff=True))
    yield (
        "counter",
        "counter.html",
        "vi",
        views.CounterPage(
            site=at,
            place_slug="bat-trang-1",
            place_name="Bát Tràng (1)",
            to_pack=c.TO_PACK,
            to_hand_over=c.TO_HAND_OVER,
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
            to_hand_over=c.TO_HAND_OVER,
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
    yield "problems", "problems.html", "vi", views.ProblemsListPage(site=c.site("/loi"), codes=codes)


def night_pages() -> Iterator[Shown]:
    at = c.site("/cho-dem/thu-sau-27-11", market_path="/cho-dem/thu-sau-27-11")
    yield (
        "market",
        "market.html",
        "vi",
        views.MarketPage(site=at, market=c.MARKET, stalls=c.STALLS, now=c.NOW, viewers=3_106),
    )
    yield (
        "market-next",
        "market.html",
        "en",
        views.MarketPage(site=at, market=c.NEXT_MARKET, stalls=c.STALLS[3:], now=c.NOW),
    )
    yield (
        "market-over",
        "market.html",
        "vi",
        views.MarketPage(site=at, market=c.MARKET, stalls=c.STALLS[4:], now=c.MARKET.ends_at),
    )
    yield "market-none", "market.html", "vi", views.MarketPage(site=at, market=c.NEXT_MARKET, stalls=(), now=c.NOW)
    here = c.site("/phien/gom-su-quang-vinh")
    common = {"site": here, "request_key": "key-12345678", "line_up": c.CARDS[1:5]}
    yield "room", "room.html", "vi", views.RoomPage(room=c.room(), pins=(c.PIN,), comments=c.COMMENTS, **common)
    yield (
        "room-three",
        "room.html",
        "en",
        views.RoomPage(room=c.room(), pins=(c.PIN, c.PIN_POTENTIAL, c.PIN_SOLD), comments=(), **common),
    )
    yield "room-no-pin", "room.html", "vi", views.RoomPage(room=c.room(), pins=(), comments=(), **common)
    for state in ("scheduled", "away", "ended"):
        yield (
            f"room-{state}",
            "room.html",
            "vi",
            views.RoomPage(
                room=c.room(state=state),
                pins=(c.PIN,) if state == "away" else (),
                comments=c.COMMENTS[:2],
                others=c.STALLS[1:3],
                **common,
            ),
        )
    yield (
        "room-refused",
        "room.html",
        "vi",
        views.RoomPage(
            room=c.room(),
            pins=(c.PIN,),
            comments=c.COMMENTS,
            form=views.RoomForm(variant="v1", quantity=3, name="Ngọc", phone="0912"),
            errors=(views.FieldError(field="phone", message="Bạn nhập 4 chữ số. Số di động Việt Nam có 10 chữ số."),),
            problem="Chỉ còn 2 bộ.",
            **common,
        ),
    )
    desk = c.site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    for state in ("scheduled", "on_air", "away", "ended"):
        yield (
            f"studio-{state}",
            "studio.html",
            "vi",
            views.StudioPage(
                site=desk,
                room=c.room(state=state),
                items=c.ITEMS,
                comments=c.COMMENTS,
                orders=c.STUDIO_ORDERS,
                takings=Dong(3_270_000),
            ),
        )
    yield (
        "studio-bare",
        "studio.html",
        "en",
        views.StudioPage(
            site=desk,
            room=c.room(state="scheduled"),
            items=(),
            comments=(),
            orders=(),
            takings=Dong(0),
            problem="Phiên đã kết thúc.",
        ),
    )
