"""Sample pages of payouts: the office's, and a producer's own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from shop.core.money import Dong
from shop.web import views
from shop.web.views import payouts as p
from tests.web.look_frame import Shown, site
from tests.web.look_goods import desk_at
from tests.web.look_office import OFFICE, PERSON

edit = msgspec.structs.replace
AT = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
ACCOUNT = p.AccountView(
    id="a1",
    producer="Hợp tác xã Dịch vụ Nông nghiệp hữu cơ Thanh Xuân",
    slug="htx-thanh-xuan",
    bank="Agribank",
    number="2200201234567",
    holder="HOP TAC XA DICH VU NONG NGHIEP HUU CO THANH XUAN",
    stripe_account="acct_1Nv0FGQ9RKHgCVdK",
    proposed_by="Nguyễn Thị Lan",
    proposed_at=AT,
    replaces="19036868686868",
)
OWN = edit(ACCOUNT, id="a2", producer="Cơ sở Chè lam Thạch Xá", stripe_account="", replaces="", own=True)
BATCH = p.BatchView(
    id="b1",
    made_at=AT,
    made_by="Trần Văn Bình",
    approved_by="Nguyễn Thị Lan",
    approved_at=AT,
    state="open",
    payouts=5,
    amount=Dong(41_250_000),
    open=2,
    failed=1,
)
DRAFT = edit(BATCH, id="b2", approved_by="", approved_at=None, state="draft", open=0, failed=0)
DROPPED = edit(DRAFT, id="b3", state="dropped", payouts=0, amount=Dong(0))
OVER = edit(BATCH, id="b4", state="done", open=0)
SENT = p.PayoutView(
    id="p1",
    number=1,
    code="CT-7F3K-92PM",
    producer="Hợp tác xã Dịch vụ Nông nghiệp hữu cơ Thanh Xuân",
    amount=Dong(12_400_000),
    method="transfer",
    state="sent",
    bank="Agribank",
    account="2200201234567",
    holder="HOP TAC XA DICH VU NONG NGHIEP HUU CO THANH XUAN",
    at=AT,
    may_pay=True,
    may_fail=True,
)
APPROVED = edit(SENT, id="p2", number=2, code="CT-7F3K-92PN", state="approved", may_pay=False)
STRIPE = edit(APPROVED, id="p3", number=3, code="CT-7F3K-92PQ", method="stripe", may_fail=False)
ENDED = {"may_pay": False, "may_fail": False}
PAID = edit(SENT, id="p4", number=4, code="CT-7F3K-92PR", state="paid", reference="FT26332001234", **ENDED)
FAILED = edit(
    SENT,
    id="p5",
    number=5,
    code="CT-7F3K-92PS",
    state="failed",
    reason="Ngân hàng trả lại: sai tên người hưởng",
    **ENDED,
)
WAITS = edit(SENT, id="p6", state="draft", **ENDED)
GONE = edit(WAITS, id="p7", number=2, state="dropped", reason="Cả đợt đã bị bỏ.")
BANKS = (("970405", "Agribank"), ("970418", "BIDV"), ("970436", "Vietcombank"))


def payout_pages() -> Iterator[Shown]:
    """The office's list and batches, a producer's account: usual, refused, empty."""
    frame = {"site": site("/van-phong/chi-tra", person=PERSON), "console": OFFICE}
    terms = {"minimum": Dong(50_000), "days": 7}
    office = p.PayoutsPage(
        **frame,
        **terms,
        accounts=(ACCOUNT, OWN),
        ready=12,
        ready_amount=Dong(41_250_000),
        batches=(DRAFT, BATCH, OVER, DROPPED),
        request_key="a-key-of-this-form",
        next_url="/van-phong/chi-tra?after=b3",
        done="Đã xác nhận tài khoản.",
    )
    empty = edit(office, accounts=(), ready=0, batches=(), next_url=None, done=None, problem="Nobody can be paid now.")
    yield "office-payouts", "office_payouts.html", "vi", office
    yield "office-payouts-none", "office_payouts.html", "en", empty
    yield from _batches(frame)
    yield from _own(terms)


def _batches(frame: dict[str, object]) -> Iterator[Shown]:
    batch = p.PayoutBatchPage(
        **frame,
        batch=BATCH,
        payouts=(SENT, APPROVED, STRIPE, PAID, FAILED),
        own=False,
        to_send=1,
        by_stripe=1,
        in_file=3,
        waiting=1,
        done="Đã duyệt đợt chi.",
    )
    refused = {"typed_for": "p1", "reason": "x", "done": None}
    why = views.FieldError(field="reason", message="Ghi lý do khoản chi không đến, ít nhất ba chữ.")
    whole = views.FieldError(field="reference", message="Write the bank's reference.")
    none = {"to_send": 0, "by_stripe": 0, "in_file": 0, "waiting": 0, "done": None}
    page = "office_payout_batch.html"
    yield "office-payout-batch", page, "vi", batch
    yield "office-payout-batch-refused", page, "vi", edit(batch, errors=(why,), **refused)
    yield "office-payout-batch-refused-all", page, "en", edit(batch, errors=(whole,), typed_for="all", done=None)
    yield "office-payout-batch-draft", page, "vi", edit(batch, batch=DRAFT, payouts=(WAITS,), **none)
    yield "office-payout-batch-own", page, "en", edit(batch, batch=DRAFT, payouts=(WAITS,), own=True, **none)
    yield "office-payout-batch-dropped", page, "vi", edit(batch, batch=DROPPED, payouts=(GONE,), **none)
    yield "office-payout-batch-over", page, "vi", edit(batch, batch=OVER, payouts=(PAID, FAILED), **none)


def _own(terms: dict[str, object]) -> Iterator[Shown]:
    masked = {"account": "•••• 4567", "may_pay": False, "may_fail": False}
    own = p.BankAccountPage(
        **desk_at("/tai-khoan-ngan-hang"),
        **terms,
        owner=True,
        current=edit(ACCOUNT, confirmed_at=AT),
        payouts=tuple(edit(one, **masked) for one in (SENT, PAID, FAILED)),
        banks=BANKS,
        form=p.BankAccountForm(),
        done="Đã gửi tài khoản. Văn phòng sẽ gọi để xác nhận.",
    )
    wrong = (
        views.FieldError(field="bank_bin", message="Chọn ngân hàng trong danh sách."),
        views.FieldError(field="number", message="Số tài khoản có 4 đến 19 chữ số hoặc chữ cái, không dấu."),
    )
    typed = p.BankAccountForm(number="12", holder="HTX Thanh Xuân")
    page = "producer_bank_account.html"
    yield "producer-bank-account", page, "vi", own
    yield (
        "producer-bank-account-first",
        page,
        "vi",
        edit(own, current=None, payouts=(), errors=wrong, form=typed, done=None),
    )
    yield "producer-bank-account-viewer", page, "en", edit(own, owner=False, current=ACCOUNT, done=None)
