"""Refusals about imports as a whole; what is wrong with a cell is no refusal but a line of the report."""

from shop.core.errors import Conflict, Invalid, NotFound


class NoSuchImport(NotFound):
    """The producer has no import of this id."""

    code = "no_such_import"


class NoSkuColumn(Invalid):
    """The first row has no column of SKUs: without it no row can be told from another."""

    code = "import_no_sku"


class HeadingTwice(Invalid):
    """Two columns have one heading."""

    code = "import_heading_twice"


class NoRows(Invalid):
    """There are headings and nothing below them."""

    code = "import_no_rows"


class ImportRuns(Conflict):
    """Another import of this producer is at work; one at a time is enough."""

    code = "import_runs"


class NobodyToImport(Conflict):
    """The command line found no member of the producer in whose name edits are written."""

    code = "import_nobody"


class ImportBroken(Conflict):
    """A step broke off again and again, by no fault of the file; what was done before stays."""

    code = "import_broken"


class ImportFileMissing(Invalid):
    """No file came with the request, or an empty one."""

    code = "import_file_missing"
