"""What goes back: parcels that are late, returns of buyers, and who decides on them."""

from datetime import datetime

from shop.web.views.site import View


class LateView(View, frozen=True, kw_only=True):
    """A parcel that should have been packed by `due_at`."""

    order: str
    number: int
    sales_point: str
    due_at: datetime
