"""What shoppers see of a producer."""

from datetime import date

from shop.producers.models import ProducerKind
from shop.web.views.replays import ReplayLink
from shop.web.views.site import Page


class ProducerPublicPage(Page, frozen=True, kw_only=True):
    """A producer, for shoppers."""

    slug: str
    name: str
    kind: ProducerKind
    written: str | None  # the region as the decision writes it
    today: str | None  # the unit of today
    about: str | None
    address: str | None
    phone: str | None
    certificates: int  # in force
    products: int  # on sale
    closed_until: date | None
    replays: tuple[ReplayLink, ...] = ()  # of sessions that showed its goods, the newest first
