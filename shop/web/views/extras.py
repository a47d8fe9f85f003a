"""What is typed with an order beside the goods."""

from shop.web.views.site import View


class ExtrasForm(View, frozen=True, kw_only=True):
    """Gift, invoice, half day and a word to the seller, as they were typed."""

    gift_wrap: bool = False
    gift_note: str = ""
    invoice_name: str = ""
    invoice_tax_code: str = ""
    invoice_address: str = ""
    invoice_email: str = ""
    slot: str = ""  # "2026-11-30 morning"; empty: none
    note: str = ""
