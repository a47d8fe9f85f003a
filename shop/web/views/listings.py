"""What a producer's pages of listings show, and the office's pages of their edits."""

from datetime import date, datetime

from shop.core.money import Dong
from shop.listings.claims import ClaimKind
from shop.listings.diff import PieceKind
from shop.listings.models import EditState
from shop.listings.rules import Standing
from shop.media.models import AssetState
from shop.web.views.catalogue import CertificateView
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class ListingCard(View, frozen=True, kw_only=True):
    """A listing in its producer's list. `until`: the first day without a certificate, ahead or behind."""

    slug: str
    name: str
    image: str
    standing: Standing
    edit: EditState | None
    price: Dong
    variants: int
    free: int
    days_left: int | None
    until: date | None


class FilterLink(View, frozen=True, kw_only=True):
    """A chip that narrows a list; `label` is the key of its words."""

    label: str
    url: str
    count: int | None = None
    on: bool = False


class ListingsPage(ConsolePage, frozen=True, kw_only=True):
    """All listings of a producer."""

    producer_slug: str
    cards: tuple[ListingCard, ...]
    filters: tuple[FilterLink, ...]
    next_url: str | None = None
    may_write: bool = True
    active: bool = True  # the producer may sell


class ListableView(View, frozen=True, kw_only=True):
    """A registered product that could be listed."""

    id: str
    name: str
    stars: int | None
    until: date | None


class NewListingPage(ConsolePage, frozen=True, kw_only=True):
    """The form of a new listing; all fields as they were typed."""

    producer_slug: str
    choices: tuple[ListableView, ...]
    chosen: str = ""
    name: str = ""
    variant: str = ""
    unit: str = ""
    price: str = ""
    sku: str = ""
    weight: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class LevelView(View, frozen=True, kw_only=True):
    """Stock of a variant at a place."""

    place: str
    own: bool
    on_hand: int
    held: int
    free: int


class VariantDesk(View, frozen=True, kw_only=True):
    """A variant with what changes at once: price, sold or not, stock. `price` and `pieces` are as typed."""

    id: str
    name: str
    sku: str
    unit: str
    price: str
    active: bool
    levels: tuple[LevelView, ...]
    pieces: str = ""

    @property
    def free(self) -> int:
        """Pieces that may be sold, all places together."""
        return sum(level.free for level in self.levels)


class TextRow(View, frozen=True, kw_only=True):
    """One text in both languages; `key` names its words and its fields (`vi_story`, `en_story`)."""

    key: str
    vi: str
    en: str
    most: int
    rows: int = 1
    required: bool = False


class PictureRow(View, frozen=True, kw_only=True):
    """A picture of the form, in its order."""

    id: str
    src: str
    alt_vi: str
    alt_en: str
    state: AssetState = AssetState.READY


class VariantForm(View, frozen=True, kw_only=True):
    """What of a variant waits for approval; all as typed."""

    sku: str
    name: str = ""
    unit: str = ""
    weight: str = ""
    barcode: str = ""
    attributes: str = ""
    price: str = ""
    fresh: bool = False  # not live yet

    @property
    def blank(self) -> bool:
        """Whether nothing was typed: the row that waits for another variant."""
        return self == VariantForm(sku="", fresh=True)


class ContentForm(View, frozen=True, kw_only=True):
    """The staged form, as typed. `version` is the open edit's that it was read from, 0 for none."""

    version: int
    texts: tuple[TextRow, ...]
    shelf_life_days: str
    tax_class: str
    shipping_class: str
    min_age: str
    pictures: tuple[PictureRow, ...]
    variants: tuple[VariantForm, ...]
    note: str = ""

    @property
    def english(self) -> bool:
        """Whether anything is said in English."""
        return any(row.en for row in self.texts) or any(row.alt_en for row in self.pictures)


class PieceView(View, frozen=True, kw_only=True):
    """Some words, and what becomes of them."""

    kind: PieceKind
    text: str


class ChangeView(View, frozen=True, kw_only=True):
    """One field before and after: words marked, or values, or pictures by their addresses.

    `picture` is the one the field speaks of.
    """

    label: str
    picture: str = ""
    pieces: tuple[PieceView, ...] = ()
    before: str = ""
    after: str = ""
    pictures_before: tuple[str, ...] = ()
    pictures_after: tuple[str, ...] = ()


class EditRow(View, frozen=True, kw_only=True):
    """An edit in a listing's history."""

    state: EditState
    at: datetime
    reason: str | None = None


class ListingPage(ConsolePage, frozen=True, kw_only=True):
    """One listing at work: what changes at once, what is staged, what waits, what was.

    `form` is None for those who only look, and while the edit is with the office.
    """

    producer_slug: str
    card: ListingCard
    live_path: str | None
    may_write: bool
    hidden: bool
    published: bool
    variants: tuple[VariantDesk, ...]
    form: ContentForm | None
    edit_id: str | None
    edit_state: EditState | None
    submitted_at: datetime | None
    reason: str | None
    changes: tuple[ChangeView, ...]
    history: tuple[EditRow, ...]
    request_key: str
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
    done_at: str = ""  # the id of what was done; empty: above the page
    moved: tuple[ChangeView, ...] = ()  # what another member saved meanwhile, against what was typed


class QueueRow(View, frozen=True, kw_only=True):
    """An edit in the office's list."""

    id: str
    product: str
    producer: str
    producer_slug: str
    fresh: bool
    submitted_at: datetime
    decided_at: datetime | None


class EditsPage(ConsolePage, frozen=True, kw_only=True):
    """Edits that wait for the office, or that it decided."""

    rows: tuple[QueueRow, ...]
    state: EditState
    states: tuple[FilterLink, ...]
    producer: str = ""
    next_url: str | None = None
    done: str | None = None


class ClaimView(View, frozen=True, kw_only=True):
    """A phrase to look at."""

    label: str
    phrase: str
    kind: ClaimKind


class EditPage(ConsolePage, frozen=True, kw_only=True):
    """One edit beside what is live, with the certificate's facts."""

    edit_id: str
    state: EditState
    version: int
    content_version: int
    product: str
    live_path: str | None
    producer: str
    producer_slug: str
    writer: str
    submitted_at: datetime | None
    note: str | None
    reason: str | None
    fresh: bool
    moved: bool
    active: bool
    changes: tuple[ChangeView, ...]
    claims: tuple[ClaimView, ...]
    certificate: CertificateView | None
    typed_reason: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
