"""Refusals of the stock room."""

from shop.core.errors import Invalid, NotFound


class TransferUnknown(NotFound):
    """No transfer has this code, or not for this asker."""

    code = "transfer_unknown"


class TransferNowhere(Invalid):
    """Goods are sent to another sales point that is not closed."""

    code = "transfer_nowhere"


class TransferLinesWrong(Invalid):
    """What arrived is said of each line once, and is at most what was sent."""

    code = "transfer_lines_wrong"


class ShortfallUnexplained(Invalid):
    """Less arrived than was sent, and it is not said what became of the rest."""

    code = "shortfall_unexplained"


class BatchStrange(Invalid):
    """No batch has this code, or it is of other goods."""

    code = "batch_strange"


class BatchSpoiled(Invalid):
    """The batch is past its best before or was recalled: it may not be taken in for sale."""

    code = "batch_spoiled"


class CorrectionUnmeant(Invalid):
    """A correction's number does not fit its cause, or `other` came without a note."""

    code = "correction_unmeant"
