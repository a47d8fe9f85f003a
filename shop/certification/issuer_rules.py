"""Who may certify which stars: a dated table. Pure."""

from datetime import date

import msgspec

from shop.certification.models import IssuerLevel

FIRST_DAY = date(2018, 5, 7)  # Decision 490/QĐ-TTg: nothing was certified before the programme

_BY_PROVINCE = {3: IssuerLevel.PROVINCE, 4: IssuerLevel.PROVINCE, 5: IssuerLevel.CENTRE}
_BY_DISTRICT = _BY_PROVINCE | {3: IssuerLevel.DISTRICT}


class IssuerRule(msgspec.Struct, frozen=True):
    """A period [valid_from, valid_until) and who decides how many stars in it. None: still in force."""

    legal_basis: str
    valid_from: date
    valid_until: date | None
    levels: dict[int, IssuerLevel]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Who certifies one grading on one day, and by which decision."""

    level: IssuerLevel
    legal_basis: str
    valid_from: date
    valid_until: date | None


# The districts' right was announced at the end of 2022, but a right to decide begins with the text that gives it:
# Decision 148 took effect on the day it was signed, 24/02/2023. Until then Decision 1048 leaves three stars to the
# province. Districts ended on 30/06/2025, five days before Decision 1489: no three-star decision can be dated then.
ISSUERS = (
    IssuerRule("Quyết định 490/QĐ-TTg", FIRST_DAY, date(2019, 8, 21), _BY_PROVINCE),
    IssuerRule("Quyết định 1048/QĐ-TTg", date(2019, 8, 21), date(2023, 2, 24), _BY_PROVINCE),
    IssuerRule("Quyết định 148/QĐ-TTg", date(2023, 2, 24), date(2025, 7, 6), _BY_DISTRICT),
    IssuerRule("Quyết định 1489/QĐ-TTg", date(2025, 7, 6), None, _BY_PROVINCE),
)


def issuer_for(stars: int, potential_five: bool, decided_on: date) -> Rule | None:
    """Who certifies `stars` (3 to 5) on this day; None before the programme began.

    Five stars are the Centre's at all times; potential five is a four-star decision of the province.
    """
    period = next((each for each in ISSUERS if _covers(each, decided_on)), None)
    if period is None:
        return None
    return Rule(
        level=period.levels[4 if potential_five else stars],
        legal_basis=period.legal_basis,
        valid_from=period.valid_from,
        valid_until=period.valid_until,
    )


def _covers(period: IssuerRule, day: date) -> bool:
    return period.valid_from <= day and (period.valid_until is None or day < period.valid_until)
