"""Enquiries and terms of wholesale as pages show them."""

from shop.core.money import Dong
from shop.web.views.wholesale import EnquiryView, WholesaleTermsView
from shop.wholesale.queries import EnquirySeen, VariantTerms


def enquiry_view(seen: EnquirySeen) -> EnquiryView:
    """An enquiry as pages show it."""
    return EnquiryView(
        id=str(seen.id),
        product=seen.product_name,
        product_slug=seen.product_slug,
        unit=seen.unit,
        list_price=Dong(seen.list_price),
        producer=seen.producer,
        producer_phone=seen.producer_phone,
        producer_email=seen.producer_email,
        name=seen.name,
        phone=seen.phone,
        email=seen.email,
        company=seen.company,
        quantity=seen.quantity,
        wanted_on=seen.wanted_on,
        note=seen.note,
        at=seen.at,
        state=seen.state,
        version=seen.version,
        price=None if seen.price is None else Dong(seen.price),
        valid_until=seen.valid_until,
        answer=seen.answer,
    )


def terms_view(one: VariantTerms, name: str) -> WholesaleTermsView:
    """A variant's terms as pages show them."""
    return WholesaleTermsView(
        variant=str(one.variant_id),
        name=name,
        unit=one.unit,
        list_price=Dong(one.list_price),
        least=one.min_quantity,
        public=one.public,
        bands=tuple((least, Dong(price)) for least, price in one.bands),
    )
