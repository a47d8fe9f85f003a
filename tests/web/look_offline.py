"""Sample pages of handing over without the net."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.offline.models import Cause, Ending
from shop.web import views
from shop.web.views.offline import GivenOrder, OfflinePage, SettlePage
from tests.web.look_frame import NOW, Shown, site

AT = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)"}


def given(number: int, cause: Cause, ending: Ending | None = None) -> GivenOrder:
    """Goods that were given although their order did not allow it."""
    return GivenOrder(
        id=f"0198c0de-0000-7000-8000-00000000000{number}",
        code=f"CM-7F3K-92P{number}",
        name="Lê Thị Bích Ngọc",
        lines=("1 × Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", "2 × Chè sen Tây Hồ, hộp 100 g"),
        total=Dong(1_440_000),
        given_at=NOW,
        sent_at=NOW,
        sent_by="Nguyễn Thị Mai",
        cause=cause,
        ending=ending,
        note="Đã gọi khách, tiền ghi vào ngăn" if ending else None,
    )


def offline_pages() -> Iterator[Shown]:
    """The page a device keeps, and what is settled afterwards."""
    person = views.Person(name="Mai", staff=True)
    yield "offline", "offline.html", "vi", OfflinePage(site=site("/quay/quet/mang-yeu"))
    yield "offline-en", "offline.html", "en", OfflinePage(site=site("/quay/quet/mang-yeu", person=person))
    at = site("/quay/doi-chieu", person=person)
    yield "settle-empty", "settle.html", "vi", SettlePage(site=at, **AT, done="Đã ghi cách xử lý.")
    open_ones = tuple(given(number, cause) for number, cause in enumerate(Cause, 2))
    ended = tuple(given(number, Cause.CANCELLED, ending) for number, ending in enumerate(Ending, 2))
    page = SettlePage(site=at, **AT, given=open_ones, settled=ended, others=(("hoang-cau", "Hoàng Cầu"),))
    yield "settle", "settle.html", "vi", page
    wrong = (views.FieldError(field=f"note-{open_ones[1].id}", message="Write a few words."),)
    refused = SettlePage(site=at, **AT, given=open_ones, errors=wrong, wrong=open_ones[1].id, note="x")
    yield "settle-refused", "settle.html", "en", refused
