"""What happened to uploads."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class PictureReceived(Event, frozen=True, kw_only=True):
    """A picture was taken in; its widths are to be made."""

    kind: ClassVar[str] = "media.picture_received"

    asset_id: UUID
