"""Sample pages around bank transfers: an order to be paid, the rest of one, the office's queue, the sandbox's bank."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.payments.bank_account import BankAccount
from shop.payments.models import PaymentMethod
from shop.payments.vietqr_provider import ask_transfer
from shop.web import views
from shop.web.views import transfers as v
from shop.web.views.pay import PayPage
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_office import OFFICE, PERSON

CODE = "CM-27A4-92BC"
ACCOUNT = BankAccount(bank="970436", bank_name="Vietcombank", number="0011001932418", holder="CONG TY CHO MAY")


def _transfer(amount: int, *, sandbox: bool = False) -> v.TransferView:
    asked = ask_transfer(ACCOUNT, CODE, 1, amount)
    return v.TransferView(
        qr=asked.qr,
        bank=asked.bank,
        account=asked.account,
        holder=asked.holder,
        memo=asked.memo,
        amount=Dong(amount),
        sandbox=sandbox,
    )


def _pay(missing: int, transfer: v.TransferView | None) -> PayPage:
    return PayPage(
        site=site(f"/don-hang/{CODE}/thanh-toan"),
        code=CODE,
        status=OrderStatus.HELD,
        method=PaymentMethod.VIETQR,
        total=Dong(1_460_000),
        missing=Dong(missing),
        now=NOW,
        hold_expires_at=NOW + timedelta(minutes=12),
        transfer=transfer,
    )


def _case(number: int, **facts: object) -> v.CaseRow:
    usual = {
        "id": f"c{number}",
        "reason": "Không có mã đơn đúng trong nội dung",
        "amount": Dong(1_460_000),
        "currency": "VND",
        "account": "0011001932418",
        "content": "MBVCB.3278907687.chuyen tien mua bo am chen gom su cho co Lan.CT tu 0123456789 TRAN VAN MINH",
        "told_reference": "MBVCB.3278907687",
        "told_at": NOW,
        "bookable": True,
    }
    return v.CaseRow(**usual | facts)


ORDERS = (
    v.CaseOrder(code=CODE, name="Trần Văn Minh", rest=Dong(1_460_000), by_memo=True),
    v.CaseOrder(code="CM-7F3K-92PM", name="Lê Thị Bích Ngọc", rest=Dong(1_460_000), by_memo=False),
)


def _decided(state: str, **facts: object) -> v.DecidedRow:
    usual = {
        "state": state,
        "amount": Dong(79_000),
        "currency": "VND",
        "content": "QR - chuyen tien",
        "order_code": None,
        "bank_reference": None,
        "note": None,
        "decided_by": "Lan",
        "decided_at": NOW,
    }
    return v.DecidedRow(**usual | facts)


DECIDED = (
    _decided("matched", order_code=CODE),
    _decided("returned", bank_reference="FT26332998877"),
    _decided("kept", note="Chờ người chuyển liên hệ lại, đã gọi hai lần", currency="USD"),
)


def transfer_pages() -> Iterator[Shown]:
    """The pages as buyers and officers may find them."""
    yield "transfer", "pay.html", "vi", _pay(1_460_000, _transfer(1_460_000, sandbox=True))
    yield "transfer-rest", "pay.html", "en", _pay(60_000, _transfer(60_000))
    yield "transfer-off", "pay.html", "vi", _pay(1_460_000, None)
    frame = {"site": site("/van-phong/chuyen-khoan", person=PERSON), "console": OFFICE}
    missing = (views.FieldError(field="bank_reference", message="Thiếu thông tin của quyết định này."),)
    rows = (
        _case(1, orders=ORDERS),
        _case(2, act="return", note="Gọi rồi", errors=missing),
        _case(3, reason="Không phải tiền đồng", currency="USD", bookable=False, content="", told_reference=None),
    )
    yield (
        "office-transfers",
        "office_transfers.html",
        "vi",
        v.TransfersPage(
            **frame,
            rows=rows,
            decided=DECIDED,
            total=43,
            next_url="/van-phong/chuyen-khoan?after=c3",
            errors=(views.FieldError(field="bank_reference-c2", message=missing[0].message),),
        ),
    )
    yield (
        "office-transfers-none",
        "office_transfers.html",
        "en",
        v.TransfersPage(**frame, rows=(), decided=(), total=0, problem="Somebody has decided it.", done="It is kept."),
    )
    bank = {"site": site("/sandbox/ngan-hang"), "account": ACCOUNT.number}
    yield (
        "sandbox-bank",
        "sandbox_bank.html",
        "vi",
        v.SandboxBankPage(**bank, memo="CM27A492BC", code=CODE, done="Đã chuyển."),
    )
    wrong = (views.FieldError(field="amount", message="Nhập số tiền nguyên."),)
    yield "sandbox-bank-wrong", "sandbox_bank.html", "en", v.SandboxBankPage(**bank, amount="nhiều", errors=wrong)
