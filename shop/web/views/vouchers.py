"""What the pages of vouchers show: a producer's own, and the office's."""

from datetime import datetime
from enum import StrEnum

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class VoucherState(StrEnum):
    """Where a voucher stands at this moment."""

    OPEN = "open"
    COMING = "coming"
    OVER = "over"
    USED_UP = "used_up"
    ENDED = "ended"


class VoucherRow(View, frozen=True, kw_only=True):
    """A voucher and how far it is used."""

    code: str
    name: str
    kind: str
    effect: str  # in words
    minimum: Dong
    state: VoucherState
    taken: int
    quota: int | None
    buyer_limit: int | None
    given: Dong
    starts_at: datetime
    ends_at: datetime
    public: bool
    sample: bool


class VoucherForm(View, frozen=True, kw_only=True):
    """What was typed, shown again after a refusal."""

    code: str = ""
    name: str = ""
    kind: str = "platform"
    amount: str = ""
    percent: str = ""
    cap: str = ""
    minimum: str = ""
    quota: str = ""
    buyer_limit: str = ""
    starts_on: str = ""
    ends_on: str = ""
    public: bool = False


class VouchersPage(ConsolePage, frozen=True, kw_only=True):
    """The vouchers somebody looks after, and a form for a new one. `path` is the page's own address."""

    path: str
    rows: tuple[VoucherRow, ...]
    office: bool
    may_make: bool
    form: VoucherForm = VoucherForm()
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
