"""What the certificate's page is given to show."""

from datetime import date

import pytest

from shop.certification.models import CertificateStatus, DatePrecision
from shop.certification.queries import entry_by_code
from shop.web.pages.certificates import certificate_view
from tests.make import certification as make

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("fields", "in_force", "until", "stars"),
    [
        ({"issued_on": date(2025, 3, 15)}, True, date(2028, 3, 15), 4),
        ({"issued_on": date(2022, 3, 15)}, False, date(2025, 3, 15), 4),
        ({"issued_on": date(2023, 1, 1), "precision": DatePrecision.YEAR}, False, None, 4),
        ({"issued_on": date(2021, 1, 1), "precision": DatePrecision.YEAR}, False, date(2024, 1, 1), 4),
        ({"issued_on": None, "precision": DatePrecision.NONE}, False, None, 4),
        ({"status": CertificateStatus.ASSESSED}, False, None, None),
    ],
)
async def test_the_page_says_no_more_than_is_sure(session, fields, in_force, until, stars):
    one = await make.grading(session, await make.registered(session), **fields)

    view = certificate_view(await entry_by_code(session, one.code), TODAY, "https://chomay.test")

    assert (view.in_force, view.until, view.stars) == (in_force, until, stars)
