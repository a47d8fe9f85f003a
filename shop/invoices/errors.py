"""What invoices refuse."""

from shop.core.errors import NotFound


class InvoiceUnknown(NotFound):
    """There is no such invoice, or it is not the asker's to see."""

    code = "invoice_unknown"
