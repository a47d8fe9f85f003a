"""A producer's listings, one at work in each of its states, and the office's review of edits."""

from collections.abc import Iterator
from datetime import date

from shop.core.money import Dong
from shop.listings.claims import ClaimKind
from shop.listings.diff import PieceKind
from shop.listings.models import EditState
from shop.listings.rules import Standing
from shop.media.models import AssetState
from shop.web import views
from shop.web.pages.producer.content_form import TEXTS
from shop.web.views import listings as v
from shop.web.views.console import Console, NavItem
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_review import OFFICE
from tests.web.look_shop import certificate

DESK = Console(
    title="HTX Nông nghiệp Tam Hưng",
    nav=(
        NavItem(path="/chu-the/htx-tam-hung", icon="home", label="web.producer.nav_overview"),
        NavItem(path="/chu-the/htx-tam-hung/san-pham", icon="tag", label="web.producer.nav_listings", here=True),
    ),
)
FRAME = {
    "site": site("/chu-the/htx-tam-hung/san-pham", person=views.Person(name="Lan", producer="htx-tam-hung")),
    "console": DESK,
    "producer_slug": "htx-tam-hung",
}
WORDS = (
    v.PieceView(kind=PieceKind.SAME, text="Nếp cái hoa vàng "),
    v.PieceView(kind=PieceKind.GONE, text="cũ"),
    v.PieceView(kind=PieceKind.NEW, text="gặt tháng mười"),
)
CHANGES = (
    v.ChangeView(label="Câu giới thiệu (tiếng Việt)", pieces=WORDS),
    v.ChangeView(label="Hạn dùng (ngày)", before="", after="365 ngày"),
    v.ChangeView(label="Ảnh và thứ tự", pictures_before=(), pictures_after=("/media/a1/320.webp",)),
    v.ChangeView(label="Mô tả ảnh (tiếng Việt)", picture="/media/a1/320.webp", before="", after="Bao gạo"),
)


def card(**facts) -> v.ListingCard:
    usual = {
        "slug": "gao-nep",
        "name": "Gạo nếp cái hoa vàng Tam Hưng",
        "image": "/static/art/food-1.svg",
        "standing": Standing.LIVE,
        "edit": None,
        "price": Dong(195_000),
        "variants": 2,
        "free": 40,
        "days_left": 400,
        "until": date(2028, 1, 1),
    }
    return v.ListingCard(**(usual | facts))


CARDS = (
    card(),
    card(slug="a", standing=Standing.DRAFT, edit=EditState.DRAFT, variants=1, free=0, days_left=None, until=None),
    card(slug="b", standing=Standing.LIVE, edit=EditState.SUBMITTED, days_left=24),
    card(slug="c", standing=Standing.HIDDEN, edit=EditState.DECLINED),
    card(slug="d", standing=Standing.UNCERTIFIED, edit=EditState.DRAFT, days_left=None, until=date(2026, 11, 1)),
    card(slug="e", standing=Standing.STOPPED),
)


def listing_pages() -> Iterator[Shown]:
    yield from _lists()
    yield from _desks()
    yield from _office()


def _lists() -> Iterator[Shown]:
    base = "/chu-the/htx-tam-hung/san-pham"
    filters = (
        v.FilterLink(label="web.listing.filter_all", url=base, count=6, on=True),
        v.FilterLink(label="web.listing.filter_waiting", url=f"{base}?loc=waiting", count=1),
    )
    usual = v.ListingsPage(**FRAME, cards=CARDS, filters=filters, next_url=f"{base}?after=x")
    yield "listings", "listings.html", "vi", usual
    yield (
        "listings-narrowed",
        "listings.html",
        "en",
        v.ListingsPage(**FRAME, cards=(), filters=filters, active=False, may_write=False),
    )
    none = (v.FilterLink(label="web.listing.filter_all", url=base, count=0, on=True),)
    yield "listings-none", "listings.html", "en", v.ListingsPage(**FRAME, cards=(), filters=none)
    choices = (
        v.ListableView(id="r1", name="Chè lam", stars=4, until=date(2028, 1, 1)),
        v.ListableView(id="r2", name="Nem Phùng", stars=None, until=None),
    )
    yield "listing-new", "listing_new.html", "vi", v.NewListingPage(**FRAME, choices=choices)
    yield (
        "listing-new-refused",
        "listing_new.html",
        "en",
        v.NewListingPage(
            **FRAME,
            choices=choices,
            chosen="r2",
            unit="hộp",
            price="1.25",
            errors=(views.FieldError(field="price", message="The price cannot be read for certain."),),
        ),
    )
    yield "listing-new-none", "listing_new.html", "en", v.NewListingPage(**FRAME, choices=())


def form(**facts) -> v.ContentForm:
    texts = tuple(
        v.TextRow(key=one.key, vi="Gạo quê" if one.required else "", en="", most=one.most, rows=one.rows)
        for one in TEXTS
    )
    usual = {
        "version": 3,
        "texts": texts,
        "shelf_life_days": "365",
        "tax_class": "farm_produce",
        "shipping_class": "parcel",
        "min_age": "",
        "pictures": (
            v.PictureRow(id="a1", src="/media/a1/320.webp", alt_vi="Bao gạo", alt_en=""),
            v.PictureRow(id="a2", src="/media/a2/320.webp", alt_vi="", alt_en="", state=AssetState.RECEIVED),
            v.PictureRow(id="a3", src="/media/a3/320.webp", alt_vi="", alt_en="", state=AssetState.REFUSED),
        ),
        "variants": (
            v.VariantForm(sku="NEP-5", name="túi 5 kg", unit="túi", weight="5000", attributes="Giống: nếp cái"),
            v.VariantForm(sku="NEP-1", name="túi 1 kg", unit="túi", price="45.000", fresh=True),
            v.VariantForm(sku="", fresh=True),
        ),
    }
    return v.ContentForm(**(usual | facts))


def desk(**facts) -> v.ListingPage:
    levels = (
        v.LevelView(place="Kho của HTX Tam Hưng", own=True, on_hand=30, held=2, free=28),
        v.LevelView(place="Điểm OCOP Bát Tràng", own=False, on_hand=12, held=0, free=12),
    )
    usual = {
        "card": card(),
        "live_path": "/san-pham/gao-nep",
        "may_write": True,
        "hidden": False,
        "published": True,
        "variants": (
            v.VariantDesk(
                id="v1", name="túi 5 kg", sku="NEP-5", unit="túi", price="195.000", active=True, levels=levels
            ),
            v.VariantDesk(id="v2", name="", sku="NEP-2", unit="túi 2 kg", price="85.000", active=False, levels=()),
        ),
        "form": form(),
        "edit_id": "e1",
        "edit_state": EditState.DRAFT,
        "submitted_at": None,
        "reason": None,
        "changes": CHANGES,
        "history": (
            v.EditRow(state=EditState.DECLINED, at=NOW, reason="Không nói chữa bệnh"),
            v.EditRow(state=EditState.APPROVED, at=NOW),
        ),
        "request_key": "k" * 24,
    }
    return v.ListingPage(**(FRAME | usual | facts))


def _desks() -> Iterator[Shown]:
    yield "listing", "listing.html", "vi", desk(done="Đã đổi giá, có hiệu lực ngay.", done_at="v-v1")
    fresh = {"published": False, "hidden": True, "live_path": None, "edit_state": EditState.DRAFT, "history": ()}
    first = form(pictures=(), variants=(v.VariantForm(sku="", fresh=True),))
    drafted = card(standing=Standing.DRAFT, edit=EditState.DRAFT)
    yield "listing-first", "listing.html", "en", desk(**fresh, card=drafted, form=first, done="The draft is made.")
    waits = {"edit_state": EditState.SUBMITTED, "submitted_at": NOW, "form": None}
    yield "listing-waits", "listing.html", "vi", desk(**waits, card=card(edit=EditState.SUBMITTED))
    declined = {"edit_state": EditState.DECLINED, "submitted_at": NOW, "reason": "Không nói chữa bệnh."}
    yield "listing-declined", "listing.html", "en", desk(**declined, card=card(edit=EditState.DECLINED))
    yield "listing-looking", "listing.html", "vi", desk(may_write=False, form=None)
    off = card(standing=Standing.UNCERTIFIED, until=date(2026, 11, 1), days_left=None)
    yield "listing-uncertified", "listing.html", "en", desk(card=off, edit_state=None, edit_id=None, changes=())
    yield "listing-stopped", "listing.html", "vi", desk(card=card(standing=Standing.STOPPED), hidden=True)
    moved = desk(problem="Somebody else saved the edit meanwhile.", moved=CHANGES)
    yield "listing-moved", "listing.html", "en", moved
    wrong = (
        ("price-v1", "Không đọc chắc được giá."),
        ("pieces-v2", "Ghi số lượng từ 1 trở lên."),
        ("vi_summary", "Thiếu câu giới thiệu."),
        ("shelf_life_days", "Chưa phải số ngày."),
        ("alt_vi_2", "Ghi ảnh chụp gì."),
        ("picture", "Không đọc được ảnh."),
        ("unit_2", "Ghi đơn vị bán."),
        ("attributes_1", "Chưa hiểu dòng này."),
        ("variants", "Hai phân loại trùng tên."),
        ("pictures", "Nhiều ảnh quá."),
    )
    errors = tuple(views.FieldError(field=field, message=message) for field, message in wrong)
    yield "listing-refused", "listing.html", "vi", desk(errors=errors)


def _office() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/niem-yet", person=views.Person(name="An", officer=True)), "console": OFFICE}
    rows = (
        v.QueueRow(
            id="e1",
            product="Gạo nếp",
            producer="HTX Tam Hưng",
            producer_slug="htx-tam-hung",
            fresh=True,
            submitted_at=NOW,
            decided_at=None,
        ),
        v.QueueRow(
            id="e2",
            product="Lụa vân",
            producer="Lụa Vạn Phúc",
            producer_slug="lua",
            fresh=False,
            submitted_at=NOW,
            decided_at=NOW,
        ),
    )
    states = (
        v.FilterLink(label="web.edits.state_submitted", url="/van-phong/niem-yet", count=2, on=True),
        v.FilterLink(label="web.edits.state_declined", url="/van-phong/niem-yet?trang-thai=declined"),
    )
    usual = v.EditsPage(
        **frame,
        rows=rows,
        state=EditState.SUBMITTED,
        states=states,
        producer="HTX Tam Hưng",
        next_url="/x",
        done="Xong.",
    )
    yield "edits", "listing_edits.html", "vi", usual
    yield (
        "edits-none",
        "listing_edits.html",
        "en",
        v.EditsPage(**frame, rows=(), state=EditState.SUBMITTED, states=states),
    )
    yield (
        "edits-other",
        "listing_edits.html",
        "en",
        v.EditsPage(**frame, rows=(), state=EditState.DECLINED, states=states),
    )
    claims = tuple(v.ClaimView(label="Câu chuyện (tiếng Việt)", phrase="chữa bệnh", kind=kind) for kind in ClaimKind)
    one = {
        "edit_id": "e1",
        "state": EditState.SUBMITTED,
        "version": 4,
        "content_version": 2,
        "product": "Gạo nếp",
        "live_path": "/san-pham/gao-nep",
        "producer": "HTX Tam Hưng",
        "producer_slug": "htx-tam-hung",
        "writer": "Nguyễn Thị Lan",
        "submitted_at": NOW,
        "note": "Ảnh lô mới",
        "reason": None,
        "fresh": False,
        "moved": True,
        "active": True,
        "changes": CHANGES,
        "claims": claims,
        "certificate": certificate(),
    }
    yield "edit", "listing_edit.html", "vi", v.EditPage(**frame, **one)
    bare = {"fresh": True, "moved": False, "note": None, "claims": (), "certificate": None, "live_path": None}
    yield "edit-fresh", "listing_edit.html", "en", v.EditPage(**frame, **(one | bare))
    missing = (views.FieldError(field="reason", message="Write a reason."),)
    refused = one | {"active": False, "errors": missing, "typed_reason": "x"}
    yield "edit-refused", "listing_edit.html", "en", v.EditPage(**frame, **refused)
    decided = one | {"state": EditState.DECLINED, "reason": "Không nói chữa bệnh", "changes": (), "submitted_at": None}
    yield "edit-decided", "listing_edit.html", "vi", v.EditPage(**frame, **decided, problem="Đã quyết định rồi.")
