"""Sample pages of the stock room."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shop.web import views
from shop.web.views.stockroom import Box, BoxLine, StockForm, StockroomPage, StockRow, StockWork
from tests.web.look_frame import Shown, site

ROWS = (
    StockRow(variant="v1", name="Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", sku="SP1-0", on_hand=1_240, held=3),
    StockRow(variant="v2", name="Chè sen Tây Hồ, hộp 100 g", sku="SP2-0", on_hand=0, held=0),
)
LINES = (BoxLine(variant="v1", name="Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", pieces=6, typed="6"),)
COMING = Box(
    code="CK-7F3K-92PM",
    other="Hoàng Cầu",
    sent_at=datetime(2026, 11, 27, 2, 30, tzinfo=UTC),
    note="Đi xe sáng, hàng dễ vỡ",
    lines=LINES,
)


def stockroom_pages() -> Iterator[Shown]:
    """Looking, each kind of work, and what is refused."""
    at = site("/quay/kho", person=views.Person(name="Mai", staff=True))

    def page(**fields: object) -> StockroomPage:
        known = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)", "rows": ROWS, "request_key": "k" * 32}
        return StockroomPage(site=at, **(known | fields))

    yield (
        "stockroom",
        "stockroom.html",
        "vi",
        page(coming=(COMING,), leaving=(COMING,), others=(("hoang-cau", "Hoàng Cầu"),), done="Đã ghi vào sổ kho."),
    )
    yield "stockroom-empty", "stockroom.html", "en", page(rows=())
    wrong = (views.FieldError(field="pieces", message="Ghi một số nguyên từ 0 đến 1.000.000."),)
    typed = StockForm(variant="v1", cause="broken", pieces="hai", note="rơi")
    yield "stockroom-adjust", "stockroom.html", "vi", page(work=StockWork.ADJUST, form=typed, errors=wrong)
    targets = (("hoang-cau", "Hoàng Cầu"),)
    yield "stockroom-send", "stockroom.html", "en", page(work=StockWork.SEND, targets=targets, problem="Try again.")
    moved = (views.FieldError(field="p-v1", message="Sổ kho đã thay đổi trong lúc đếm. Đếm lại loại hàng này."),)
    yield "stockroom-count", "stockroom.html", "vi", page(work=StockWork.COUNT, errors=moved)
