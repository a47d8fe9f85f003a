"""What the pages of reviews show. Points are the buyers' (1 to 5), never the stars of the programme."""

from datetime import datetime

from shop.web.views.console import ConsolePage
from shop.web.views.listings import FilterLink
from shop.web.views.site import FieldError, Page, View


class PointsBar(View, frozen=True, kw_only=True):
    """How often a number of points was given; `share` in per cent."""

    points: int
    count: int
    share: int


class ReviewView(View, frozen=True, kw_only=True):
    """One review. Of one that was taken down the points and the removal are left."""

    id: str
    points: int
    author: str
    text: str
    lang: str | None = None  # where it is not the page's
    photos: tuple[str, ...] = ()
    at: datetime
    edited_at: datetime | None = None
    reply: str | None = None
    replied_at: datetime | None = None
    reply_edited: bool = False
    removed_at: datetime | None = None
    removal_basis: str = ""
    removal_reason: str = ""
    product: str = ""  # on desks: what it is about
    product_slug: str = ""


class ReviewsPart(View, frozen=True, kw_only=True):
    """What buyers say of a product, in short: the average with one digit, and the newest reviews."""

    slug: str
    count: int = 0
    average: float | None = None
    bars: tuple[PointsBar, ...] = ()
    with_photos: int = 0
    newest: tuple[ReviewView, ...] = ()


class ReviewListPage(Page, frozen=True, kw_only=True):
    """All reviews of a product, a page after the other."""

    name: str
    part: ReviewsPart
    sorts: tuple[FilterLink, ...]
    reviews: tuple[ReviewView, ...]
    next_url: str | None = None


class KeptPhoto(View, frozen=True, kw_only=True):
    """A photo that came in for a review."""

    id: str
    image: str


class ReviewForm(View, frozen=True, kw_only=True):
    """A line of an order and the form to review it, once its parcel is there; `points` 0: nothing chosen."""

    line: str
    product_slug: str
    product: str
    variant: str
    image: str
    received: bool
    points: int = 0
    words: str = ""
    photos: tuple[KeptPhoto, ...] = ()
    written_at: datetime | None = None
    editable: bool = True
    removed_at: datetime | None = None
    removal_basis: str = ""
    removal_reason: str = ""


class OrderReviewsPage(Page, frozen=True, kw_only=True):
    """The lines of an order, each with its review or a form for it. `failed`: the line that was refused."""

    code: str
    received: bool
    forms: tuple[ReviewForm, ...]
    failed: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: bool = False
    most_photos: int = 5


class DeskReviewsPage(ConsolePage, frozen=True, kw_only=True):
    """Reviews of a producer's products. `failed`: the review whose reply was refused, `typed` what was sent."""

    producer_slug: str
    reviews: tuple[ReviewView, ...]
    filters: tuple[FilterLink, ...]
    next_url: str | None = None
    may_write: bool = False
    done: str | None = None
    failed: str = ""
    typed: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class OfficeReviewsPage(ConsolePage, frozen=True, kw_only=True):
    """Everybody's reviews for the office. `failed`: the one whose removal was refused."""

    reviews: tuple[ReviewView, ...]
    filters: tuple[FilterLink, ...]
    next_url: str | None = None
    done: str | None = None
    failed: str = ""
    basis: str = ""
    reason: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
