"""What reconciling refuses."""

from shop.core.errors import Conflict, Invalid, NotFound


class RemittanceUnknown(NotFound):
    """There is no such list of a carrier, or nothing was handed in under this id."""

    code = "remittance_unknown"


class RemittanceFileMissing(Invalid):
    """No file was chosen."""

    code = "remittance_file_missing"


class RemittanceColumnMissing(Invalid):
    """The file's headings do not name a column this carrier's lists have."""

    code = "remittance_column_missing"


class RemittanceEmpty(Invalid):
    """Under the headings there is no row."""

    code = "remittance_empty"


class RemittanceTooLong(Invalid):
    """The list has more rows than are worked at once."""

    code = "remittance_too_long"


class RemittanceOfOther(Conflict):
    """The same file was read before as another carrier's list."""

    code = "remittance_of_other"


class LineNotTakeable(Conflict):
    """The line's money cannot count for a parcel as things stand now."""

    code = "remittance_line_not_takeable"


class CashNotUnasked(Conflict):
    """The parcel has not arrived, or its order is paid in cash: what was taken for it is no surplus."""

    code = "cash_not_unasked"


class LineDecided(Conflict):
    """Somebody has decided on this line otherwise."""

    code = "remittance_line_decided"


class RemittanceNotApplied(Conflict):
    """The list was only checked; nothing of it is decided before it is applied."""

    code = "remittance_not_applied"


class RemittanceUndecided(Conflict):
    """Lines of the list still wait for a decision."""

    code = "remittance_undecided"


class RemittanceSettled(Conflict):
    """It is settled already, under another reference of the bank."""

    code = "remittance_settled"
