"""What is said to who writes a wish that cannot be done."""

from shop.core.errors import Conflict, NotFound


class NothingHeld(Conflict):
    """They hold none of what they want changed or taken back."""

    code = "nothing_held"


class PackedAlready(Conflict):
    """What they want changed is packed or further."""

    code = "packed_already"


class OtherWay(Conflict):
    """What they want changed is brought to them or paid before: part of it is not changed by comment."""

    code = "ordered_another_way"


class WishUnclear(Conflict):
    """Nobody can say what is meant, nor what to offer."""

    code = "wish_unclear"


class WishUnknown(NotFound):
    """There is no such wish, or it is somebody else's."""

    code = "comment_wish_unknown"


class WishLapsed(Conflict):
    """It was answered too late: nothing was ordered."""

    code = "wish_lapsed"
