"""Sample pages of the stock room."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shop.web import views
from shop.web.views.stockroom import Box, BoxLine, LotRow, StockForm, StockroomPage, StockRow, StockWork
from tests.web.look_frame import Shown, site

LOTS = (
    LotRow(code="LO-7F3K-92PM", lot="MO-2411", best_before=date(2027, 5, 1), pieces=8, name="Mật ong hoa nhãn"),
    LotRow(code="LO-2B8D-41QX", lot="MO-2401", best_before=date(2026, 11, 1), pieces=3, blocked=True),
)
ROWS = (
    StockRow(variant="v1", name="Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", sku="SP1-0", on_hand=1_240, held=3),
    StockRow(variant="v2", name="Chè sen Tây Hồ, hộp 100 g", sku="SP2-0", on_hand=0, held=0, low=True),
    StockRow(
        variant="v3",
        name="Mật ong hoa nhãn, chai 500 ml",
        sku="SP3-0",
        on_hand=12,
        held=1,
        available=4,
        counter_quota=4,
        batches=LOTS,
    ),
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
    yield (
        "stockroom-take-in",
        "stockroom.html",
        "vi",
        page(
            work=StockWork.TAKE_IN,
            lots=LOTS,
            form=StockForm(variant="v3", pieces="6", batch="LO-2B8D-41QX"),
            errors=(views.FieldError(field="batch", message="Lô này đã quá hạn dùng tốt nhất."),),
        ),
    )
    yield "stockroom-keep", "stockroom.html", "en", page(work=StockWork.KEEP, usual_low=3)
