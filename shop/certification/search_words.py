"""Words people search certificates by. Diacritics, case and order do not matter."""

import re

from sqlalchemy import ColumnElement, func, literal

from shop.certification.models import Certificate, RegisteredProduct
from shop.core.text import fold
from shop.producers.models import Producer

MOST_WORDS = 12  # of a search that are looked at


def about_certificate() -> ColumnElement[str]:
    """All that a certificate is found by: product, producer, decision number, and its code with and without dashes."""
    return func.concat_ws(
        " ", RegisteredProduct.name, Producer.name, Certificate.decision_no, Certificate.code,
        func.replace(Certificate.code, "-", ""),
    )  # fmt: skip


def every_word(q: str | None, about: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """That every word of `q` stands somewhere in `about`; a search of signs alone finds nothing, none finds all."""
    if q is None or not q.strip():
        return []
    words = re.findall(r"[a-z0-9]+", fold(q))[:MOST_WORDS]
    if not words:
        return [literal(value=False)]
    return [func.vn_words(about).contains(word) for word in words]
