"""What wishes to be told refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class WishUnknown(NotFound):
    """No such wish, or not for this asker: never said which."""

    code = "wish_unknown"


class InStock(Conflict):
    """The variant can be had now: there is nothing to wait for."""

    code = "in_stock"


class NobodyToTell(Invalid):
    """A guest has said no address that mail could go to."""

    code = "nobody_to_tell"
