"""What pages around bank transfers show: the account to pay to, the office's queue, the bank of the sandbox."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class TransferView(View, frozen=True, kw_only=True):
    """What a buyer needs to transfer: `qr` is what the picture says, `amount` (đồng) what is still missing."""

    qr: str
    bank: str
    account: str
    holder: str
    memo: str
    amount: Dong
    sandbox: bool  # there is no such account


class CaseOrder(View, frozen=True, kw_only=True):
    """An order a transfer may mean."""

    code: str
    name: str
    rest: Dong
    by_memo: bool  # its code is near to what the text says; else what is missing is just what came


class CaseRow(View, frozen=True, kw_only=True):
    """A transfer that waits for a decision, with what was typed for it and why that was refused."""

    id: str
    reason: str
    amount: Dong
    currency: str
    account: str
    content: str
    told_reference: str | None
    told_at: datetime
    bookable: bool
    orders: tuple[CaseOrder, ...] = ()
    act: str = ""
    code: str = ""
    bank_reference: str = ""
    note: str = ""
    errors: tuple[FieldError, ...] = ()


class DecidedRow(View, frozen=True, kw_only=True):
    """A transfer somebody has decided on."""

    state: str
    amount: Dong
    currency: str
    content: str
    order_code: str | None
    bank_reference: str | None
    note: str | None
    decided_by: str
    decided_at: datetime


class TransfersPage(ConsolePage, frozen=True, kw_only=True):
    """Transfers that wait, the oldest first, and those decided last."""

    rows: tuple[CaseRow, ...]
    decided: tuple[DecidedRow, ...]
    total: int
    next_url: str | None = None
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class SandboxBankPage(Page, frozen=True, kw_only=True):
    """The bank of the sandbox: a form for a transfer."""

    account: str
    memo: str = ""
    amount: str = ""
    code: str = ""  # of the order to go back to
    errors: tuple[FieldError, ...] = ()
    done: str | None = None
