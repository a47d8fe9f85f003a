"""Who may say anything, who is kept from speaking, and what a reader is shown."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from shop.core.actor import Actor, Role
from shop.core.clock import shop_now
from shop.livestream.models import Comment, RoomBan
from shop.markets.speaker import Speaker

EXEMPT = frozenset({Role.STAFF, Role.OFFICER, Role.ADMIN})


def is_exempt(actor: Actor, host_id: UUID) -> bool:
    """Whether bans, slow mode and banned words are not for them: the host, staff, officers."""
    return actor.person_id == host_id or bool(EXEMPT & actor.roles)


def shown_to(reader: Speaker | None) -> ColumnElement[bool]:
    """The comments a reader is shown: those in the shadow to their sender alone."""
    lit = Comment.shadow.is_(False)
    own = lit if reader is None or not reader.known else or_(lit, reader.wrote(Comment.person_id, Comment.guest_key))
    return own & Comment.hidden_at.is_(None)


def ban_in_force() -> ColumnElement[bool]:
    """The bans that keep somebody from speaking now."""
    return and_(RoomBan.lifted_at.is_(None), or_(RoomBan.until.is_(None), RoomBan.until > shop_now()))
