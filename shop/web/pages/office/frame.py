"""The frame of the programme office: its places and what waits in them."""

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.i18n import say
from shop.web.pages.visit import Visit
from shop.web.views.console import Console, NavItem

OFFICERS = [require_role(Role.OFFICER, Role.ADMIN)]

PLACES = (
    ("/van-phong", "chart", "web.office.nav_overview"),
    ("/van-phong/chung-nhan", "award", "web.office.nav_certificates"),
    ("/van-phong/chu-the", "users", "web.office.nav_producers"),
    ("/van-phong/niem-yet", "tag", "web.office.nav_listings"),
    ("/van-phong/danh-gia", "chat", "web.reviews.nav"),
    ("/van-phong/tra-hang", "box", "web.returns.nav"),
    ("/van-phong/chuyen-khoan", "card", "web.transfers.nav"),
    ("/van-phong/hoan-tien", "undo", "web.refunds.nav"),
    ("/van-phong/doi-soat-cod", "cash", "web.cod.nav"),
    ("/van-phong/chi-tra", "send", "web.payouts.nav"),
    ("/van-phong/so-cai", "doc", "web.ledger.nav"),
    ("/van-phong/don-vi", "map", "web.office.nav_regions"),
    ("/van-phong/diem-ban", "store", "web.office.nav_places"),
    ("/van-phong/cho-dem", "lantern", "web.markets.nav"),
    ("/van-phong/gia-si", "cash", "web.wholesale.nav"),
    ("/van-phong/dao-tao", "users", "web.office.nav_training"),
    ("/van-phong/dao-tao/len-song", "lantern", "web.office.nav_air"),
    ("/van-phong/phien-live", "chart", "web.report.nav"),
    ("/van-phong/ma-giam-gia", "tag", "web.voucher.nav"),
    ("/van-phong/tu-dong-nghia", "search", "web.office.nav_synonyms"),
    ("/van-phong/tu-cam", "chat", "web.room_word.nav"),
    ("/van-phong/phien", "lantern", "web.oversight.nav_rooms"),
    ("/van-phong/khieu-nai", "alert", "web.oversight.nav_complaints"),
    ("/van-phong/yeu-cau-go", "stop", "web.oversight.nav_takedowns"),
    ("/van-phong/quy-dinh", "doc", "web.law.nav_rules"),
    ("/van-phong/giay-quang-cao", "award", "web.law.nav_papers"),
    ("/van-phong/kiem-so", "check", "web.office.nav_audits"),
)


def office(visit: Visit, here: str) -> Console:
    """The office's console with the place `here` marked."""
    counts = _counts(visit)
    nav = tuple(
        NavItem(path=path, icon=icon, label=label, here=path == here, count=counts.get(path, 0))
        for path, icon, label in PLACES
    )
    return Console(title=say(visit.locale, "web.office.title"), nav=nav)


def _counts(visit: Visit) -> dict[str, int]:
    waiting = visit.waiting
    if waiting is None:
        return {}
    return {
        "/van-phong/chung-nhan": waiting.certificates,
        "/van-phong/chu-the": waiting.producers,
        "/van-phong/niem-yet": waiting.edits,
        "/van-phong/chuyen-khoan": waiting.transfers,
        "/van-phong/chi-tra": waiting.accounts,
        "/van-phong/don-vi": waiting.questions,
        "/van-phong/dao-tao/len-song": waiting.identities,
        "/van-phong/khieu-nai": waiting.of_rooms[0],
        "/van-phong/yeu-cau-go": waiting.of_rooms[1],
    }
