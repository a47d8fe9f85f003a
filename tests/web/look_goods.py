"""A producer's imports and batches: empty, in work, stopped, failed, with a report; the list, one lot, recalled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shop.batches.rules import BatchState
from shop.listings.models import ImportState
from shop.web import views
from shop.web.views import batches as b
from shop.web.views import imports as v
from shop.web.views.console import Console, NavItem
from tests.web.look_frame import NOW, Shown, site

BASE = "/chu-the/htx-tam-hung"
MEMBER = views.Person(name="Mai", producer="htx-tam-hung")
POINTS = (("diem-bat-trang", "Điểm OCOP Bát Tràng (1)"), ("hoang-cau", "Siêu thị Hoàng Cầu"))
NOTES = (
    v.ProblemRow(row=3, column="Giá (đồng)", sentence="Không đọc chắc được giá “1.25”. Ghi số đồng nguyên."),
    v.ProblemRow(row=17, column="Sản phẩm OCOP", sentence="Không có sản phẩm OCOP “Gạo lạ” trong sổ của chủ thể."),
)


def desk_at(path: str) -> dict[str, object]:
    nav = (
        NavItem(path=BASE, icon="home", label="web.producer.nav_overview"),
        NavItem(path=f"{BASE}/nhap", icon="doc", label="web.producer.nav_import", here=path == "/nhap"),
        NavItem(path=f"{BASE}/lo", icon="qr", label="web.producer.nav_batches", here=path == "/lo"),
    )
    return {
        "site": site(BASE + path, person=MEMBER),
        "console": Console(title="HTX Nông nghiệp Tam Hưng", nav=nav),
        "slug": "htx-tam-hung",
    }


def run(state: ImportState, **facts: object) -> v.RunView:
    usual = {
        "id": "01890000-0000-7000-8000-000000000000",
        "filename": "hang-thang-11.xlsx",
        "dry_run": False,
        "total": 2000,
        "done": 2000,
        "created": 1500,
        "updated": 300,
        "unchanged": 150,
        "refused": 50,
        "asked_at": NOW,
        "finished_at": NOW,
        "ours": True,
    }
    return v.RunView(state=state, **(usual | facts))


def goods_pages() -> Iterator[Shown]:
    start = desk_at("/nhap") | {
        "columns": (
            v.ColumnView(heading="Mã SKU", example="VI-DU-001", needed=True),
            v.ColumnView(heading="Kho", example="", needed=False),
        ),
        "most_bytes": 10_000_000,
        "most_rows": 100_000,
    }
    runs = tuple(run(state, dry_run=state is ImportState.CHECKED) for state in ImportState)
    yield "imports", "producer_imports.html", "vi", v.ImportsPage(runs=runs, editable=True, **start)
    yield "imports-none", "producer_imports.html", "en", v.ImportsPage(runs=(), editable=False, **start)
    wrong = (views.FieldError(field="document", message="Chưa có tệp nào được gửi lên."),)
    yield "imports-refused", "producer_imports.html", "vi", v.ImportsPage(runs=(), editable=True, errors=wrong, **start)
    yield from _runs()
    yield from _lots()


def _runs() -> Iterator[Shown]:
    quiet = {"faults": v.Report(), "notes": v.Report(), "failure": None, "editable": True, "can_resume": False}
    report = quiet | {
        "faults": v.Report(rows=NOTES, count=260),
        "notes": v.Report(rows=NOTES[:1], count=1),
        "can_stop": False,
    }
    going = quiet | {"can_stop": True}
    ended = quiet | {"can_stop": False}
    part = {"total": 2000, "done": 500, "finished_at": None}
    shown = {
        "queued": (run(ImportState.QUEUED, total=0, done=0, finished_at=None), going),
        "running": (run(ImportState.RUNNING, **part), going),
        "running-elsewhere": (run(ImportState.RUNNING, ours=False, **part), going),
        "checked": (run(ImportState.CHECKED, dry_run=True), report),
        "checked-nothing": (run(ImportState.CHECKED, dry_run=True, created=0, updated=0, refused=0), ended),
        "done": (run(ImportState.DONE), report | {"done": "Việc nhập chạy tiếp từ chỗ đã dừng."}),
        "failed": (run(ImportState.FAILED, total=0, done=0), ended | {"failure": "Dòng đầu không có cột “Mã SKU”."}),
        "broken": (run(ImportState.FAILED, done=500), ended | {"failure": "Dừng ở dòng 501.", "can_resume": True}),
        "cancelled": (run(ImportState.CANCELLED, done=500), ended | {"can_resume": True}),
        "refused": (run(ImportState.DONE), ended | {"problem": "Lần nhập này đã xong."}),
    }
    for name, (one, facts) in shown.items():
        locale = "en" if name in {"checked", "cancelled"} else "vi"
        yield f"import-{name}", "producer_import.html", locale, v.ImportPage(run=one, **facts, **desk_at("/nhap"))


def _lots() -> Iterator[Shown]:
    rows = tuple(
        b.BatchRow(
            code=f"LO-7F3K-92P{sign}",
            state=state,
            product="Sữa chua nếp cẩm",
            variant="Hộp 100 g",
            lot="L261127",
            produced_on=date(2026, 11, 20),
            best_before=None if state is BatchState.FRESH else date(2026, 12, 20),
            place="Bát Tràng (1)" if state is BatchState.FRESH else None,
        )
        for state, sign in zip(BatchState, "2345", strict=True)
    )
    start = desk_at("/lo") | {"points": POINTS, "request_key": "k" * 12, "next_url": None, "many": False, "q": ""}
    choice = {"variants": (("v1", "Sữa chua nếp cẩm, Hộp 100 g (SC-1)"),), "form": b.BatchForm()}
    usual = start | choice | {"first": True, "editable": True}
    more = {"next_url": f"{BASE}/lo?cursor=abc", "many": True, "q": "sua"}
    typed = b.BatchForm(variant="v1", lot="L1", produced_on="2026-11-30", pieces="9", sales_point="hoang-cau")
    wrong = (views.FieldError(field="produced_on", message="Ngày sản xuất không thể ở tương lai."),)
    lists = {
        "batches": usual | {"batches": rows},
        "batches-more": usual | more | {"batches": rows},
        "batches-older": usual | {"batches": rows, "first": False},
        "batches-none": usual | {"batches": (), "variants": ()},
        "batches-unfound": usual | {"batches": (), "variants": (), "q": "xyz"},
        "batches-look": usual | {"batches": rows, "editable": False},
        "batches-refused": usual | {"batches": (), "form": typed, "errors": wrong},
    }
    for name, facts in lists.items():
        yield name, "producer_batches.html", "en" if name == "batches-none" else "vi", b.BatchesPage(**facts)
    yield from _lot()


def _lot() -> Iterator[Shown]:
    usual = desk_at("/lo") | {
        "code": "LO-7F3K-92PM",
        "state": BatchState.FRESH,
        "product": "Sữa chua nếp cẩm",
        "variant": "Hộp 100 g",
        "lot": "L261127",
        "produced_on": date(2026, 11, 20),
        "best_before": date(2026, 12, 20),
        "pieces": 1200,
        "place": POINTS[0][1],
        "note": "Mẻ đầu",
        "recalled_at": None,
        "recall_reason": None,
        "labels": True,
        "points": POINTS,
        "form": b.AmendForm(sales_point=POINTS[0][0], note="Mẻ đầu"),
        "editable": True,
    }
    recalled = {
        "state": BatchState.RECALLED,
        "recalled_at": datetime(2026, 11, 26, 3, tzinfo=UTC),
        "recall_reason": "Nắp hộp hở",
        "labels": False,
    }
    reason = (views.FieldError(field="reason", message="Viết lý do."),)
    shown = {
        "batch": usual | {"done": "Đã ghi lô."},
        "batch-recalled": usual | recalled,
        "batch-past": usual | {"state": BatchState.PAST, "labels": False, "best_before": None, "pieces": None},
        "batch-look": usual | {"editable": False, "place": None, "note": None},
        "batch-refused": usual | {"errors": reason, "form": b.AmendForm(reason="x")},
    }
    for name, facts in shown.items():
        yield name, "producer_batch.html", "en" if name == "batch-recalled" else "vi", b.BatchPage(**facts)
