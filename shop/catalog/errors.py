"""Refusals of the catalogue."""

from shop.core.errors import Conflict, NotFound


class NoSuchProduct(NotFound):
    """No listing has this address, or it was taken off."""

    code = "no_such_product"


class NoSuchVariant(NotFound):
    """No variant has this id."""

    code = "no_such_variant"


class AlreadyListed(Conflict):
    """The registered product has a listing already, or its address is taken."""

    code = "already_listed"


class NeverApproved(Conflict):
    """A draft cannot be shown: nobody has approved it yet."""

    code = "never_approved"


class NoActiveVariant(Conflict):
    """A listing that is shown must have something for sale."""

    code = "no_active_variant"
