"""What happens to drawers."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class DrawerHandedIn(Event, frozen=True, kw_only=True):
    """The drawer `shift_id` of a place was counted and closed: what lay in it for orders is handed in."""

    kind: ClassVar[str] = "counter.handed_in"

    shift_id: UUID
    place_id: UUID
    actor: str
