"""What offers, waiting lists and flash drops refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class HoldWrong(Invalid):
    """Goods are not kept for so long, or so short."""

    code = "hold_wrong"


class DepositWrong(Invalid):
    """A deposit is a share of the price or a sum a piece, within bounds; other offers have none."""

    code = "deposit_wrong"


class NothingToPayFirst(Conflict):
    """Money cannot come first where cash alone is taken."""

    code = "nothing_to_pay_first"


class QueueAhead(Conflict):
    """Others wait for the goods: who comes now waits behind them."""

    code = "queue_ahead"


class WaitingNeedless(Conflict):
    """The goods can be had now, and nobody waits for them."""

    code = "waiting_needless"


class WaitingUnknown(NotFound):
    """No such entry, or not for this asker: never said which."""

    code = "waiting_unknown"


class FlashNotOpen(Conflict):
    """The flash drop has not opened yet."""

    code = "flash_not_open"


class FlashOver(Conflict):
    """The flash drop is over."""

    code = "flash_over"


class FlashRunning(Conflict):
    """The room has a flash drop that is not over."""

    code = "flash_running"


class FlashUnknown(NotFound):
    """The room has no such flash drop."""

    code = "flash_unknown"


class FlashOpen(Conflict):
    """The flash drop has opened: it is not called off any more."""

    code = "flash_open"


class FlashShort(Conflict):
    """Fewer pieces are free than the flash drop would sell."""

    code = "flash_short"


class FlashWrong(Invalid):
    """A time, a number of pieces or a price no flash drop can have."""

    code = "flash_wrong"
