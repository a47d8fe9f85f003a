"""Refusals about listings and their edits."""

from collections.abc import Sequence

from shop.core.errors import Conflict, Invalid, NotFound


class NoSuchListing(NotFound):
    """The producer has no listing at this address."""

    code = "no_such_listing"


class NoSuchEdit(NotFound):
    """No edit has this id."""

    code = "no_such_edit"


class NotToBeListed(Invalid):
    """The registered product is not this producer's."""

    code = "not_to_be_listed"


class ProducerNotActive(Conflict):
    """Only an active producer may list, be approved or show goods."""

    code = "producer_not_active"


class EditMoved(Conflict):
    """Somebody else saved the edit meanwhile; `changed` names the fields in which the two differ."""

    code = "edit_moved"

    def __init__(self, version: int, changed: Sequence[str]) -> None:
        super().__init__(extra={"version": version, "changed": list(changed)})


class EditWaits(Conflict):
    """The edit is with the office: take it back before changing it."""

    code = "edit_waits"


class NothingChanged(Conflict):
    """The edit says what is live already."""

    code = "nothing_changed"


class NotComplete(Invalid):
    """A listing cannot be sent for approval without this field."""

    code = "not_complete"


class UnknownPicture(Invalid):
    """A picture of the edit is not the producer's, or could not be read."""

    code = "unknown_picture"


class TooManyPictures(Invalid):
    """A listing has a bounded number of pictures."""

    code = "too_many_pictures"


class SkuTaken(Conflict):
    """A producer's SKUs are its own: each stands for one variant."""

    code = "sku_taken"


class PriceMissing(Invalid):
    """A variant that is not there yet needs a price."""

    code = "price_missing"
