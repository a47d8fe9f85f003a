"""What the page of a replay shows. Places in the replay are seconds, `clock` is how they are written."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.site import FieldError, Page, View


class ReplayChapter(View, frozen=True, kw_only=True):
    """Something that begins at `at`: a part of the show, or a product."""

    title: str
    at: float
    until: float
    clock: str
    product: bool
    image: str  # a still of the moment, or the product's picture; empty: none


class ReplayGood(View, frozen=True, kw_only=True):
    """A product of the session as it is sold today; first shown at `at` (None: never pinned)."""

    variant: str
    slug: str
    name: str
    price: Dong
    unit: str
    available: int
    image: str
    min_age: int | None = None
    on_sale: bool
    stars: int | None = None
    potential_five: bool = False
    certificate: str = ""
    at: float | None = None
    clock: str = ""
    clip: str | None = None  # state of its clip, for those who may publish it
    clip_id: str = ""
    publishable: bool = False


class ReplayPart(View, frozen=True, kw_only=True):
    """A seekable file, with `seconds` of the replay from `at` on."""

    url: str
    at: float
    seconds: float


class ReplayPage(Page, frozen=True, kw_only=True):
    """A replay; `progress` (percent) while it is being built, then nothing else is there yet."""

    slug: str
    title: str
    host: str
    place: str
    place_slug: str
    market_slug: str
    filmed_at: datetime
    length: str = ""
    progress: int | None = None
    playlist: str = ""
    parts: tuple[ReplayPart, ...] = ()
    poster: str | None = None
    at: float = 0.0  # where it begins to play
    source: str = ""  # of the file that has that place
    captions: str = ""  # of that file; empty: nothing was typed
    chapters: tuple[ReplayChapter, ...] = ()
    goods: tuple[ReplayGood, ...] = ()
    keeps: bool = False  # the reader may remove it
    reason: str = ""
    done: str | None = None
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class ClipView(View, frozen=True, kw_only=True):
    """A clip on its product's page."""

    url: str
    poster: str | None
    seconds: int
    replay: str  # slug of its session
    title: str


class ReplayLink(View, frozen=True, kw_only=True):
    """A replay in a list."""

    slug: str
    title: str
    filmed_at: datetime
