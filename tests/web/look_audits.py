"""Sample pages of the auditor: books that agree, books that do not, and none yet."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shop.web.views import audits as a
from tests.web.look_frame import Shown, site
from tests.web.look_office import OFFICE, PERSON

AT = datetime(2026, 11, 27, 20, 20, tzinfo=UTC)


def _run(number: int, differences: int | None, *, by: str | None = None, here: bool = False) -> a.AuditRow:
    ended = None if differences is None else AT
    return a.AuditRow(id=f"r{number}", asked_at=AT, asked_by=by, ended_at=ended, differences=differences, here=here)


LEDGER = a.CheckRows(
    title="Sổ kho và tồn",
    means="Cộng các dòng sổ kho không ra số tồn. Đếm lại hàng ở điểm, rồi ghi số đếm.",
    findings=(
        a.FindingRow(
            about="Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc, Điểm giới thiệu Bát Tràng (1)",
            path="/san-pham/bo-bat-dia",
            expected="on hand 5, held 2",
            found="on hand 6, held 2",
        ),
        a.FindingRow(about="01a222fc-cb20-7c93-972a-767a5def7d13", path="", expected="3 open", found="no hold"),
    ),
)


def audit_pages() -> Iterator[Shown]:
    """The page as an officer may find it."""
    frame = {"site": site("/van-phong/kiem-so", person=PERSON), "console": OFFICE}
    runs = (_run(3, None, by="Lan"), _run(2, 240, here=True), _run(1, 0))
    yield (
        "office-audits",
        "office_audits.html",
        "vi",
        a.AuditsPage(
            **frame, runs=runs, chosen=runs[1], checks=(LEDGER,), kept=200, waiting=True, done="Đã nhận yêu cầu."
        ),
    )
    agree = _run(1, 0, here=True)
    yield "office-audits-agree", "office_audits.html", "en", a.AuditsPage(**frame, runs=(agree,), chosen=agree)
    yield "office-audits-none", "office_audits.html", "vi", a.AuditsPage(**frame, runs=())
