"""Realistic contexts of every page: usual, empty and refused."""

from datetime import UTC, date, datetime, timedelta

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.money import Dong
from shop.livestream.rules import RoomState
from shop.orders.models import DeliveryMethod, OrderStatus
from shop.web import views

NOW = datetime(2026, 11, 27, 13, 52, tzinfo=UTC)  # 20:52 in Hà Nội
BASE = "https://chomay.example"


def site(path: str, **facts: object) -> views.Site:
    return views.Site(path=path, base_url=BASE, **({"sample": True, "cart_count": 2, "csrf": "t0k3n"} | facts))


def card(name="Bộ ấm chén gốm sứ chim én hoa sen", slug="bo-am-chen", **facts) -> views.ProductCard:
    usual = {
        "stars": 5,
        "potential_five": False,
        "price": Dong(1_250_000),
        "unit": "bộ 8 món",
        "in_stock": True,
        "image": "/static/art/craft-1.svg",
        "producer": "Công ty TNHH Gốm sứ Quang Vinh",
        "area": "xã Bát Tràng",
    }
    return views.ProductCard(name=name, slug=slug, **(usual | facts))


CARDS = (
    card(on_air_room="gom-su-quang-vinh"),
    card(
        "Gạo Nếp cái hoa vàng Tam Hưng",
        "gao-nep",
        stars=4,
        price=Dong(195_000),
        unit="túi 5 kg",
        image="/static/art/food-1.svg",
        producer="HTX Nông nghiệp Tam Hưng",
        area="xã Tam Hưng",
    ),
    card(
        "Sữa chua nếp cẩm Trang Viên",
        "sua-chua",
        stars=4,
        potential_five=True,
        price=Dong(72_000),
        unit="lốc 4 hộp",
        image="/static/art/drink-2.svg",
        producer="HTX Đầu tư Nông trại xanh và Phát triển bò Ba Vì",
        area="Ba Vì",
    ),
    card(
        "Cao xạ đen",
        "cao-xa-den",
        stars=3,
        price=Dong(240_000),
        unit="lọ 100 g",
        image="/static/art/herb-1.svg",
        producer=None,
        area=None,
        in_stock=False,
    ),
    card(
        "Hộp sơn mài gắn trai",
        "hop-son-mai",
        stars=4,
        price=Dong(640_000),
        unit="chiếc",
        image="/static/art/craft-4.svg",
        producer="Công ty CP SX và DVTM An Huy",
        area="xã Duyên Thái",
    ),
    card(
        "Hoa hồng cổ Vân Khôi",
        "hoa-hong",
        stars=4,
        price=Dong(350_000),
        unit="chậu",
        image="/static/art/plant-1.svg",
        producer="HTX Hoa cây cảnh",
        area="Mê Linh",
    ),
)


def certificate(**facts) -> views.CertificateView:
    usual = {
        "code": "CN-7F3K-92",
        "product": "Bộ ấm chén gốm sứ chim én hoa sen",
        "producer": "Công ty TNHH Gốm sứ Quang Vinh",
        "stars": 5,
        "potential_five": False,
        "status": CertificateStatus.CERTIFIED,
        "in_force": True,
        "decision_no": "2361/QĐ-BNNMT",
        "issuer": "Bộ Nông nghiệp và Môi trường",
        "precision": DatePrecision.DAY,
        "issued_on": date(2025, 6, 26),
        "until": date(2028, 6, 26),
        "district": "Gia Lâm",
        "used_percent": 47,
        "days_left": 577,
        "source_url": "https://example.org/qd",
        "verify_url": f"{BASE}/xac-thuc/CN-7F3K-92",
        "sample": True,
    }
    return views.CertificateView(**(usual | facts))


UNDATED = certificate(
    code="CN-2M4P-81",
    stars=None,
    in_force=False,
    decision_no=None,
    issuer=None,
    precision=DatePrecision.NONE,
    issued_on=None,
    until=None,
    district=None,
    producer=None,
    days_left=None,
    source_url=None,
    sample=False,
)
YEAR_ONLY = certificate(
    code="CN-5Q2W-37",
    stars=4,
    potential_five=True,
    in_force=False,
    precision=DatePrecision.YEAR,
    issued_on=date(2021, 1, 1),
    until=date(2023, 12, 31),
    days_left=None,
    sample=False,
)
STOCK = (
    views.StockAt(
        slug="bat-trang-1",
        name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        available=14,
        hours="mở đến 22:00",
        distance_m=2_140,
    ),
    views.StockAt(slug="hoang-cau", name="Điểm OCOP Siêu thị Hoàng Cầu", available=2),
    views.StockAt(slug="phuc-hau", name="Điểm OCOP Phúc Hậu Mart", available=0),
)
VARIANT = views.VariantView(id="v1", name="Bộ 8 món", price=Dong(1_250_000), unit="bộ", stock=STOCK)
PRODUCER = views.ProducerView(
    slug="quang-vinh", name="Công ty TNHH Gốm sứ Quang Vinh", area="Xã Bát Tràng", product_count=4
)
FILTERS = (
    views.FilterGroup(
        key="stars",
        title="Hạng sao",
        options=(
            views.FilterOption(value="5", label="5 sao", checked=True, count=5),
            views.FilterOption(value="4", label="4 sao", checked=True, count=402),
            views.FilterOption(value="3", label="3 sao", count=311),
        ),
    ),
    views.FilterGroup(
        key="group",
        title="Nhóm sản phẩm",
        options=(
            views.FilterOption(value="thuc-pham", label="Thực phẩm", count=323),
            views.FilterOption(value="thu-cong", label="Hàng thủ công mỹ nghệ", count=80),
        ),
    ),
    views.FilterGroup(
        key="district",
        title="Quận, huyện lúc cấp",
        many=False,
        options=(
            views.FilterOption(value="gia-lam", label="Gia Lâm"),
            views.FilterOption(value="ba-vi", label="Ba Vì", checked=True),
        ),
    ),
)
SORTS = (
    views.SortOption(value="newest", label="Mới lên kệ", selected=True),
    views.SortOption(value="price", label="Giá thấp trước"),
)
CHIPS = (views.Chip(label="5 sao", url="/san-pham?stars=4"), views.Chip(label="Ba Vì", url="/san-pham?stars=5"))


def line(**facts) -> views.CartLine:
    usual = {
        "variant": "v1",
        "product_slug": "bo-am-chen",
        "name": "Bộ ấm chén gốm sứ chim én hoa sen",
        "variant_name": "Bộ 8 món",
        "unit": "bộ",
        "image": "/static/art/craft-1.svg",
        "quantity": 1,
        "price": Dong(1_090_000),
        "total": Dong(1_090_000),
        "list_price": Dong(1_250_000),
        "sales_point": "bat-trang-1",
        "sales_point_name": "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "available": 14,
    }
    return views.CartLine(**(usual | facts))


RICE = line(
    variant="v2",
    product_slug="gao-nep",
    name="Gạo Nếp cái hoa vàng Tam Hưng",
    variant_name="Túi 5 kg",
    unit="túi",
    image="/static/art/food-1.svg",
    quantity=2,
    price=Dong(195_000),
    total=Dong(390_000),
    list_price=None,
    available=1,
)
PICKUP = views.Bill(subtotal=Dong(1_480_000), shipping=Dong(0), discount=Dong(20_000), total=Dong(1_460_000))
SHIP = views.Bill(subtotal=Dong(1_480_000), shipping=Dong(30_000), discount=Dong(0), total=Dong(1_510_000))
POINTS = (
    views.PickupChoice(slug="bat-trang-1", name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)", detail="mở đến 22:00"),
    views.PickupChoice(slug="hoang-cau", name="Điểm OCOP Siêu thị Hoàng Cầu", available=False),
)


def checkout(**facts) -> views.CheckoutPage:
    usual = {
        "site": site("/thanh-toan"),
        "lines": (line(), RICE),
        "pickup": PICKUP,
        "ship": SHIP,
        "points": POINTS,
        "request_key": "key-12345678",
        "form": views.CheckoutForm(name="Lê Thị Bích Ngọc", phone="0912 345 678"),
    }
    return views.CheckoutPage(**(usual | facts))


def order(**facts) -> views.OrderPage:
    usual = {
        "site": site("/don-hang/CM-27A4-91"),
        "code": "CM-27A4-91",
        "status": OrderStatus.PACKED,
        "lines": (
            views.OrderLineView(
                name="Bộ ấm chén gốm sứ chim én hoa sen",
                variant_name="Bộ 8 món",
                unit="bộ",
                quantity=1,
                total=Dong(1_090_000),
                image="/static/art/craft-1.svg",
                product_slug="bo-am-chen",
            ),
            views.OrderLineView(
                name="Gạo Nếp cái hoa vàng Tam Hưng",
                variant_name="Túi 5 kg",
                unit="túi",
                quantity=2,
                total=Dong(390_000),
                image="/static/art/food-1.svg",
            ),
        ),
        "bill": PICKUP,
        "delivery": DeliveryMethod.PICKUP,
        "steps": (
            views.Step(title="Đã đặt hàng", state=views.StepState.DONE, at=NOW, note="phòng Gốm sứ Quang Vinh"),
            views.Step(title="Đơn được xác nhận", state=views.StepState.DONE, at=NOW),
            views.Step(title="Điểm bán đóng gói xong", state=views.StepState.NOW, at=NOW),
            views.Step(title="Bạn nhận hàng và trả tiền mặt", state=views.StepState.TODO),
        ),
        "contact_name": "Lê Thị Bích Ngọc",
        "contact_phone": "0912 ••• 678",
        "placed_at": NOW,
        "now": NOW,
        "pickup_code": "481927",
        "place_name": "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "place_slug": "bat-trang-1",
        "place_address": "Làng nghề gốm sứ Bát Tràng",
        "place_hours": "Mở 8:00 đến 22:00",
    }
    return views.OrderPage(**(usual | facts))


def held(**facts) -> views.OrderPage:
    return order(
        status=OrderStatus.HELD,
        hold_expires_at=NOW + timedelta(minutes=9, seconds=42),
        pickup_code=None,
        can_cancel=True,
        **facts,
    )


MARKET = views.MarketHead(
    slug="thu-sau-27-11",
    name="Chợ đêm thứ Sáu 27/11",
    starts_at=datetime(2026, 11, 27, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 27, 15, 0, tzinfo=UTC),
    open=True,
)
NEXT_MARKET = views.MarketHead(
    slug="thu-sau-04-12",
    name="Chợ đêm thứ Sáu 04/12",
    starts_at=datetime(2026, 12, 4, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 4, 15, 0, tzinfo=UTC),
    open=False,
)


def stall(slug: str, title: str, place: str, state: str, **facts) -> views.StallCard:
    return views.StallCard(
        slug=slug, title=title, place=place, host="Nguyễn Thị Hoa", state=RoomState(state), starts_at=NOW, **facts
    )


STALLS = (
    stall(
        "gom-su-quang-vinh",
        "Ấm chén chim én hoa sen, men mới ra lò",
        "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "on_air",
        viewers=1_284,
        pinned="Bộ ấm chén",
        price=Dong(1_090_000),
    ),
    stall(
        "nep-cai",
        "Nếp cái hoa vàng, vụ mùa mới",
        "Điểm OCOP HTX Nông nghiệp Tam Hưng",
        "on_air",
        viewers=412,
        art=2,
        pinned="Gạo nếp cái hoa vàng",
        price=Dong(195_000),
    ),
    stall("tra-sen", "Ướp trà sen Tây Hồ", "Điểm OCOP Phúc Hậu Mart", "away", art=3),
    stall("ha-thai", "Sơn mài gắn trai Hạ Thái", "Điểm OCOP làng nghề sơn mài Hạ Thái", "scheduled", art=4),
    stall("mo-cho", "Mở chợ", "Điểm OCOP 183 Ngô Gia Tự", "ended", art=2),
)
PIN = views.PinView(
    variant="v1",
    product_slug="bo-am-chen",
    name="Bộ ấm chén gốm sứ chim én hoa sen",
    price=Dong(1_090_000),
    list_price=Dong(1_250_000),
    unit="bộ",
    available=14,
    image="/static/art/craft-1.svg",
    stars=5,
    certificate="CN-7F3K-92",
    expires_on=date(2028, 6, 26),
)
PIN_POTENTIAL = views.PinView(
    variant="v3",
    product_slug="sua-chua",
    name="Sữa chua nếp cẩm Trang Viên",
    price=Dong(72_000),
    list_price=Dong(72_000),
    unit="lốc",
    available=3,
    image="/static/art/drink-2.svg",
    stars=4,
    potential_five=True,
    expires_on=date(2027, 1, 5),
)
PIN_SOLD = views.PinView(
    variant="v4",
    product_slug="hop",
    name="Hộp sơn mài gắn trai",
    price=Dong(590_000),
    list_price=Dong(640_000),
    unit="chiếc",
    available=0,
    image="/static/art/craft-4.svg",
    stars=4,
)
COMMENTS = (
    views.CommentView(id="c1", name="Hải Yến", text="Ấm có dùng được bếp từ không chị?", at=NOW),
    views.CommentView(
        id="c2", name="Hoa", text="Ấm sứ không đun trực tiếp, mình rót nước sôi vào nhé.", at=NOW, host=True
    ),
    views.CommentView(id="c3", name="Minh Đức", text="Lấy 1 bộ, nhận ở Hoàng Cầu được không? <b>", at=NOW),
    views.CommentView(id="c4", name="Minh Đức", text="1 bộ, còn 13 bộ.", at=NOW, order_code="CM-••••-91"),
)


def room(state: str = "on_air") -> views.RoomView:
    return views.RoomView(
        slug="gom-su-quang-vinh",
        title="Gốm sứ Quang Vinh",
        place="Điểm OCOP Bát Tràng (1)",
        place_slug="bat-trang-1",
        host="Nguyễn Thị Hoa",
        state=RoomState(state),
        starts_at=NOW,
        ends_at=NOW,
        market_slug="thu-sau-27-11",
        seq=7,
        viewers=1_284,
    )


ITEMS = (
    views.LineUpItem(
        variant="v1",
        code="A1",
        name="Bộ ấm chén chim én hoa sen",
        image="/static/art/craft-1.svg",
        unit="bộ",
        list_price=Dong(1_250_000),
        available=14,
        pinned=True,
        price=Dong(1_090_000),
    ),
    views.LineUpItem(
        variant="v2",
        code="A2",
        name="Gạo nếp cái hoa vàng Tam Hưng",
        image="/static/art/food-1.svg",
        unit="túi",
        list_price=Dong(195_000),
        available=3,
    ),
    views.LineUpItem(
        variant="v5",
        code="A3",
        name="Cốm khô",
        image="/static/art/food-3.svg",
        unit="hộp",
        list_price=Dong(90_000),
        available=9,
        blocked="hết hạn 12/11/2026",
    ),
)
STUDIO_ORDERS = (
    views.StudioOrder(
        code="CM-••••-91", name="Lê Thị Bích N.", quantity=1, total=Dong(1_090_000), at=NOW, place="Bát Tràng (1)"
    ),
    views.StudioOrder(code="CM-••••-12", name="Minh Đức", quantity=2, total=Dong(2_180_000), at=NOW),
)
PLACES = (
    views.PlaceCard(
        slug="bat-trang-1",
        name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        address="Làng nghề gốm sứ",
        area="xã Bát Tràng, Gia Lâm",
        hours="8:00 đến 22:00",
        distance_m=2_140,
        product_count=46,
        on_air_room="gom-su-quang-vinh",
    ),
    views.PlaceCard(
        slug="hoang-cau",
        name="Điểm OCOP Siêu thị Hoàng Cầu",
        address="Ngõ 59 Hoàng Cầu",
        area="Đống Đa",
        distance_m=850,
        product_count=12,
        location_exact=True,
    ),
    views.PlaceCard(slug="la", name="Điểm OCOP chưa rõ địa chỉ"),
)
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
)
TO_HAND_OVER = (
    counter_order("CM-27A4-91", status=OrderStatus.PACKED),
    counter_order("CM-55CC-66", status=OrderStatus.PACKED, locked_until=NOW),
)
