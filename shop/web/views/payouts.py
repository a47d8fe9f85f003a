"""What the pages of payouts show: the office's, and a producer's own."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class AccountView(View, frozen=True, kw_only=True):
    """A bank account of a producer; `replaces` is the number that stood before it."""

    id: str
    producer: str
    slug: str
    bank: str
    number: str
    holder: str
    stripe_account: str
    proposed_by: str
    proposed_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    replaces: str = ""
    own: bool = False  # the reader proposed it


class BatchView(View, frozen=True, kw_only=True):
    """A batch; `state` is draft, dropped, open or done."""

    id: str
    made_at: datetime
    made_by: str
    approved_by: str
    approved_at: datetime | None
    state: str
    payouts: int
    amount: Dong
    open: int
    failed: int


class PayoutView(View, frozen=True, kw_only=True):
    """A payout, and what the reader may note of it."""

    id: str
    number: int
    code: str
    producer: str
    amount: Dong
    method: str
    state: str
    bank: str
    account: str
    holder: str
    at: datetime  # when it was drafted, or ended
    reference: str = ""
    reason: str = ""
    may_pay: bool = False
    may_fail: bool = False


class PayoutsPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/chi-tra: accounts to confirm, who may be paid now, the batches."""

    accounts: tuple[AccountView, ...]
    ready: int
    ready_amount: Dong
    minimum: Dong
    days: int
    batches: tuple[BatchView, ...]
    request_key: str
    next_url: str | None = None
    problem: str | None = None
    done: str | None = None


class PayoutBatchPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/chi-tra/{batch}. What was refused is shown again at the payout `typed_for`, or at `all`."""

    batch: BatchView
    payouts: tuple[PayoutView, ...]
    own: bool  # the reader drafted it, and may not approve it
    to_send: int  # approved transfers that are in no file yet
    by_stripe: int  # approved or sent payouts that Stripe pays
    in_file: int
    waiting: int  # sent transfers of which nothing is noted
    typed_for: str = ""
    reference: str = ""
    reason: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class BankAccountForm(View, frozen=True, kw_only=True):
    """An account as it was typed."""

    bank_bin: str = ""
    number: str = ""
    holder: str = ""
    stripe_account: str = ""


class BankAccountPage(ConsolePage, frozen=True, kw_only=True):
    """/chu-the/{slug}/tai-khoan-ngan-hang: where the money goes, and what went. Owners change it."""

    slug: str
    owner: bool
    current: AccountView | None
    payouts: tuple[PayoutView, ...]
    banks: tuple[tuple[str, str], ...]  # (BIN, name)
    form: BankAccountForm
    minimum: Dong
    days: int
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
