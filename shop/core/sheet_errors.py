"""Why a sheet cannot be read. Each sentence says how to save it so that it can."""

from shop.core.errors import Invalid


class SheetTooBig(Invalid):
    """More bytes than a sheet may have, packed or unpacked."""

    code = "sheet_too_big"


class SheetTooLong(Invalid):
    """More rows than are read in one go."""

    code = "sheet_too_long"


class SheetTooWide(Invalid):
    """More columns than a list of goods can need."""

    code = "sheet_too_wide"


class CellTooLong(Invalid):
    """A cell holds more text than anything here may be long."""

    code = "sheet_cell_too_long"


class SheetLocked(Invalid):
    """The workbook has a password."""

    code = "sheet_locked"


class OldWorkbook(Invalid):
    """The workbook is of the kind before 2007 (.xls)."""

    code = "sheet_old"


class SheetUnknown(Invalid):
    """Neither CSV nor XLSX, whatever its name says."""

    code = "sheet_unknown"


class SheetBroken(Invalid):
    """An XLSX that is damaged."""

    code = "sheet_broken"


class SheetEncoding(Invalid):
    """A CSV whose letters are not Unicode."""

    code = "sheet_encoding"


class SheetEmpty(Invalid):
    """There is nothing in it."""

    code = "sheet_empty"
