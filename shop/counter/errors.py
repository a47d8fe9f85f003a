"""What the counter refuses."""

from shop.core.errors import Conflict, Invalid, NotFound


class SaleUnknown(NotFound):
    """No walk-in sale has this code, or not at a place of this asker."""

    code = "counter_sale_unknown"


class BatchWithdrawn(Conflict):
    """The label is of a batch that was recalled or is past its best; it may not be sold."""

    code = "batch_withdrawn"


class BatchOfOther(Invalid):
    """The batch is none, or of other goods."""

    code = "batch_of_other"


class GivenTooLittle(Invalid):
    """Less cash was given than the sale costs, or it was not said how much."""

    code = "given_too_little"


class ReturnTooMuch(Conflict):
    """More is brought back than was sold and has not come back yet."""

    code = "return_too_much"


class DrawerClosed(Conflict):
    """No cash can change hands: the place's drawer is not open."""

    code = "drawer_closed"


class DrawerOpen(Conflict):
    """The place's drawer is open already."""

    code = "drawer_open"


class DrawerShort(Conflict):
    """There is less cash in the drawer than shall be taken out."""

    code = "drawer_short"


class DifferenceUnexplained(Invalid):
    """The drawer holds more or less than its book says, and nobody says why."""

    code = "drawer_difference_unexplained"


class DrawerUncounted(Conflict):
    """Nobody has counted the drawer since cash last came or left."""

    code = "drawer_uncounted"


class SecondPersonNeeded(Conflict):
    """The difference is so large that somebody else than who counted must confirm it."""

    code = "second_person_needed"
