"""What may follow what for an edit, and what is said of a listing. Pure."""

from enum import StrEnum

from shop.core.transitions import Transitions
from shop.listings.models import EditState

EDIT_MOVES = Transitions[EditState](
    {
        EditState.DRAFT: frozenset({EditState.SUBMITTED, EditState.WITHDRAWN}),
        EditState.SUBMITTED: frozenset({EditState.DRAFT, EditState.APPROVED, EditState.DECLINED}),
    }
)
OPEN = (EditState.DRAFT, EditState.SUBMITTED)
MOST_PICTURES = 12


class Standing(StrEnum):
    """What a listing is to a buyer today."""

    LIVE = "live"
    DRAFT = "draft"  # never approved
    HIDDEN = "hidden"  # taken off by its producer
    STOPPED = "stopped"  # its producer is not active
    UNCERTIFIED = "uncertified"  # no certificate with stars is in force


def standing(*, published: bool, hidden: bool, active: bool, certified: bool) -> Standing:
    """What a listing is: the first reason that keeps it off the shelf, in the order in which it can be removed."""
    if not published:
        return Standing.DRAFT
    if not active:
        return Standing.STOPPED
    if hidden:
        return Standing.HIDDEN
    return Standing.LIVE if certified else Standing.UNCERTIFIED
