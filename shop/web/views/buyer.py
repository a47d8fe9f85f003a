"""What a buyer's own pages show: all orders, the way to one without its link, the same once more."""

from shop.core.money import Dong
from shop.web.views.people import OrderRow
from shop.web.views.site import FieldError, Page, View


class OwnOrdersPage(Page, frozen=True, kw_only=True):
    """A person's orders, a page after the other."""

    orders: tuple[OrderRow, ...]
    next_url: str | None = None
    later: bool = False  # not the first page


class FindOrderPage(Page, frozen=True, kw_only=True):
    """The form to find an order by its code and phone."""

    code: str = ""
    phone: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class AgainLine(View, frozen=True, kw_only=True):
    """A line of an order as it could be bought today; `price` None: not on sale any more."""

    product: str
    slug: str | None
    variant: str
    image: str
    unit: str
    quantity: int
    price_then: Dong
    price: Dong | None


class BuyAgainPage(Page, frozen=True, kw_only=True):
    """What an order held, at today's prices."""

    code: str
    lines: tuple[AgainLine, ...]

    @property
    def some(self) -> bool:
        """Whether anything of it is on sale."""
        return any(line.price is not None for line in self.lines)


class RestockPage(Page, frozen=True, kw_only=True):
    """The form to be told when a product is back; `variants` are (id, name) of what cannot be had now."""

    slug: str
    name: str
    variants: tuple[tuple[str, str], ...]
    variant: str = ""
    email: str = ""
    done: bool = False
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class StopRestockPage(Page, frozen=True, kw_only=True):
    """Where the link of the mail leads: one button stops all wishes of its reader."""

    wish: str
    token: str
    done: bool = False
