"""Reviews: of a product, the forms of an order, the producer's desk and the office; usual, empty and refused."""

from collections.abc import Iterator

from shop.web import views
from shop.web.views import reviews as v
from shop.web.views.listings import FilterLink
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_listings import DESK
from tests.web.look_producers import MEMBER
from tests.web.look_review import OFFICE

PHOTO = "/media/019a0000-0000-7000-8000-00000000000{n}/640.webp"
PLAIN = v.ReviewView(id="r1", points=4, author="Ngọc L.", text="Men đẹp, gói kỹ.\nSẽ mua lại.", at=NOW)
WHOLE = v.ReviewView(
    id="r2",
    points=2,
    author="Minh T.",
    text="Nắp ấm hơi lệch.",
    lang="vi",
    photos=tuple(PHOTO.format(n=n) for n in (1, 2)),
    at=NOW,
    edited_at=NOW,
    reply="Xin lỗi anh, xưởng gửi bù nắp mới trong tuần.",
    replied_at=NOW,
    reply_edited=True,
)
GONE = v.ReviewView(
    id="r3",
    points=1,
    author="An P.",
    text="",
    at=NOW,
    removed_at=NOW,
    removal_basis="Công an TP Hà Nội, công văn 12/CV",
    removal_reason="Bịa đặt xúc phạm danh dự người khác",
)
PART = v.ReviewsPart(
    slug="bo-am-chen",
    count=128,
    average=4.6,
    bars=tuple(v.PointsBar(points=n, count=s, share=s) for n, s in ((5, 90), (4, 25), (3, 8), (2, 3), (1, 2))),
    with_photos=31,
    newest=(PLAIN, WHOLE, GONE),
)
SORTS = tuple(
    FilterLink(
        label=f"web.reviews.sort_{sort}", url=f"/san-pham/bo-am-chen/danh-gia?sap-xep={sort}", on=sort == "newest"
    )
    for sort in ("newest", "photos", "lowest")
)
NAME = "Bộ ấm chén gốm sứ chim én hoa sen"
FORM = v.ReviewForm(
    line="l1",
    product_slug="bo-am-chen",
    product=NAME,
    variant="Bộ 8 món",
    image="/static/art/craft-1.svg",
    received=True,
)
WRITTEN = v.ReviewForm(
    line="l2",
    product_slug="gao-nep",
    product="Gạo nếp cái hoa vàng",
    variant="Túi 5 kg",
    image="/static/art/food-1.svg",
    received=True,
    points=5,
    words="Thơm, dẻo.",
    photos=(v.KeptPhoto(id="p1", image=PHOTO.format(n=1)),),
    written_at=NOW,
)


def reviews_pages() -> Iterator[Shown]:
    at = site("/san-pham/bo-am-chen/danh-gia")
    listed = v.ReviewListPage(
        site=at, name=NAME, part=PART, sorts=SORTS, reviews=(PLAIN, WHOLE, GONE), next_url=SORTS[0].url
    )
    yield "reviews", "reviews.html", "vi", listed
    nothing = v.ReviewListPage(site=at, name=NAME, part=v.ReviewsPart(slug="bo-am-chen"), sorts=(), reviews=())
    yield "reviews-none", "reviews.html", "en", nothing
    yield from _of_an_order()
    yield from _of_desks()


def _of_an_order() -> Iterator[Shown]:
    at = site("/don-hang/CM-27A4-91/danh-gia")
    coming = v.ReviewForm(**(_facts(FORM) | {"line": "l0", "received": False}))
    closed = v.ReviewForm(**(_facts(WRITTEN) | {"editable": False, "line": "l3"}))
    gone = v.ReviewForm(**(_facts(WRITTEN) | _gone()))
    forms = (FORM, coming, WRITTEN, closed, gone)
    page = v.OrderReviewsPage(site=at, code="CM-27A4-91", received=True, forms=forms, done=True)
    yield "order-reviews", "order_reviews.html", "vi", page
    wrong = (views.FieldError(field="photos", message="Nhiều nhất 5 ảnh."),)
    refused = v.OrderReviewsPage(
        site=at, code="CM-27A4-91", received=True, forms=(FORM, WRITTEN), failed="l2", errors=wrong
    )
    yield "order-reviews-refused", "order_reviews.html", "en", refused
    early = v.OrderReviewsPage(site=at, code="CM-27A4-91", received=False, forms=(coming,))
    yield "order-reviews-early", "order_reviews.html", "vi", early


def _of_desks() -> Iterator[Shown]:
    filters = (
        FilterLink(label="web.reviews.desk_waiting", url="/chu-the/htx/danh-gia", count=2, on=True),
        FilterLink(label="web.reviews.desk_all", url="/chu-the/htx/danh-gia?loc=tat-ca"),
    )
    rows = tuple(
        v.ReviewView(**(_facts(one) | {"product": NAME, "product_slug": "bo-am-chen"})) for one in (PLAIN, WHOLE, GONE)
    )
    frame = {"site": site("/chu-the/htx/danh-gia", person=MEMBER), "console": DESK, "producer_slug": "htx"}
    desk = v.DeskReviewsPage(**frame, reviews=rows, filters=filters, may_write=True, done="Đã lưu câu trả lời.")
    yield "desk-reviews", "producer_reviews.html", "vi", desk
    wrong = (views.FieldError(field="words", message="Viết ít nhất vài chữ."),)
    refused = v.DeskReviewsPage(
        **frame, reviews=rows, filters=filters, may_write=True, failed="r1", typed="…", errors=wrong
    )
    yield "desk-reviews-refused", "producer_reviews.html", "en", refused
    yield "desk-reviews-none", "producer_reviews.html", "vi", v.DeskReviewsPage(**frame, reviews=(), filters=filters)
    office = {"site": site("/van-phong/danh-gia", person=views.Person(name="An", officer=True)), "console": OFFICE}
    yield "office-reviews", "office_reviews.html", "vi", v.OfficeReviewsPage(**office, reviews=rows, filters=filters)
    missing = (views.FieldError(field="basis", message="Viết ít nhất 3 ký tự."),)
    again = v.OfficeReviewsPage(**office, reviews=rows, filters=filters, failed="r1", errors=missing)
    yield "office-reviews-refused", "office_reviews.html", "en", again
    yield "office-reviews-none", "office_reviews.html", "vi", v.OfficeReviewsPage(**office, reviews=(), filters=())


def _facts(view) -> dict[str, object]:
    return {name: getattr(view, name) for name in view.__struct_fields__}


def _gone() -> dict[str, object]:
    return {"line": "l4", "removed_at": NOW, "removal_basis": GONE.removal_basis, "removal_reason": GONE.removal_reason}
