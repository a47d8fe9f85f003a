"""Parcels that are late, as pages show them."""

from shop.fulfilment.late import LateParcel
from shop.web.views.returns import LateView


def late_view(late: LateParcel) -> LateView:
    """One of them."""
    return LateView(order=late.order, number=late.number, sales_point=late.sales_point, due_at=late.due_at)
