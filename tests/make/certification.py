"""Registered products and certificates without a listing."""

from datetime import date
from itertools import count

from shop.certification.models import Certificate, CertificateStatus, DatePrecision, RegisteredProduct
from shop.certification.rules import RECOGNISED, in_force_window
from shop.core.ids import new_code

_numbers = count(1)


async def registered(session, name="Chè lam", producer=None, **fields) -> RegisteredProduct:
    """A product of the register."""
    made = RegisteredProduct(
        slug=f"dk-{next(_numbers)}", name=name, producer_id=producer.id if producer else None, **fields
    )
    session.add(made)
    await session.flush()
    return made


async def grading(
    session,
    product,
    issued_on: date | None = date(2025, 3, 15),
    *,
    status=CertificateStatus.CERTIFIED,
    precision=DatePrecision.DAY,
    stars=4,
    **fields,
) -> Certificate:
    """A grading of `product` with the window its date gives, where it was ever certified."""
    window = in_force_window(precision, issued_on) if status in RECOGNISED else None
    start, end = window or (None, None)
    made = Certificate(
        code=new_code("OCOP"),
        registered_product_id=product.id,
        status=status,
        stars=stars,
        date_precision=precision if issued_on else DatePrecision.NONE,
        issued_on=issued_on,
        in_force_from=start,
        in_force_until=end,
        **fields,
    )
    session.add(made)
    await session.flush()
    return made
