"""What the pages behind a code show: a certificate, a batch, or why the code is neither; and the labels."""

from datetime import date, datetime

from shop.batches.rules import BatchState
from shop.core.typed_codes import CodeFault
from shop.web.views.catalogue import CertificateView
from shop.web.views.site import Page, View


class BatchView(View, frozen=True, kw_only=True):
    """A batch as its code tells it. Best before is still good on its own day."""

    code: str
    state: BatchState
    product: str
    product_slug: str | None  # set while the product is on sale
    variant: str
    lot: str
    produced_on: date
    best_before: date | None
    producer: str | None = None
    place: str | None = None
    place_slug: str | None = None
    place_phone: str | None = None
    producer_phone: str | None = None
    recalled_at: datetime | None = None
    recall_reason: str | None = None
    sample: bool = False


class VerifyPage(Page, frozen=True, kw_only=True):
    """What a code opens. Neither a certificate nor a batch: it is unknown, or `fault` says why it cannot be one."""

    code: str
    certificate: CertificateView | None = None
    batch: BatchView | None = None
    product_slug: str | None = None  # set when the product has a page
    said: str | None = None  # what is said of the certificate: a `Standing`
    since: date | None = None  # from when that is so, where it is known
    reason: str | None = None  # of a revocation
    follower: str | None = None  # the code of what took its place
    fault: CodeFault | None = None
    signs: str = ""  # those that no code has


class Label(View, frozen=True, kw_only=True):
    """What stands on one label."""

    code: str
    url: str
    product: str
    producer: str | None
    stars: int | None
    potential_five: bool
    variant: str = ""
    lot: str | None = None
    produced_on: date | None = None
    best_before: date | None = None
    until: date | None = None  # of the certificate: the first day after


class LabelsPage(Page, frozen=True, kw_only=True):
    """Labels to print; `problem` says why there are none."""

    code: str
    size: str  # a4-24, a4-40 or roll
    sizes: tuple[str, ...]
    sheets: int
    most: int
    label: Label | None
    each: int = 1  # labels on a sheet
    problem: str | None = None
