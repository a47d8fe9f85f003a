"""What the register says on a day, counted again from the file."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from shop.certification.lapse import lapse_certificates
from shop.certification.models import Certificate, CertificateStatus
from shop.certification.queries import in_force, register_counts
from shop.core.outbox import OutboxEvent
from shop.samples.register import load_register
from tests.samples.test_register import ROWS

TODAY = date(2026, 11, 24)


async def test_what_is_in_force_today_is_what_surely_holds(session, warp):
    await warp(session, datetime(2026, 11, 24, 3, tzinfo=UTC))
    await load_register(session)
    wanted = {line for line, row in enumerate(ROWS, 2) if _surely_holds(row)}

    found = set(await session.scalars(select(Certificate.register_row).where(in_force())))

    assert found == wanted
    assert len(wanted) == 104  # counted by hand when the data were read


async def test_the_day_the_seed_tells_of_shows_its_certificates(session, warp):
    await warp(session, datetime(2021, 12, 31, 3, tzinfo=UTC))
    await load_register(session)

    ever, now = await register_counts(session)

    certified = {(row["name"], row["producer"], row["province"]) for row in ROWS if row["status"] == "certified"}
    assert ever == len(certified) == 318
    holding = [row for row in ROWS if _surely_holds(row, date(2021, 12, 31))]
    assert now == len({(row["name"], row["producer"], row["province"]) for row in holding}) == 89


async def test_what_had_run_out_before_is_lapsed_from_the_start_and_nobody_is_told(session, warp):
    await warp(session, datetime(2026, 11, 24, 3, tzinfo=UTC))

    await load_register(session)
    swept = await lapse_certificates(session, 1000)

    lapsed = await session.scalar(
        select(func.count()).select_from(Certificate).where(Certificate.status == CertificateStatus.LAPSED)
    )
    assert (swept, lapsed) == (0, 324 - 104 - 52)
    assert await session.scalar(select(func.count()).select_from(OutboxEvent)) == 0


def _surely_holds(row, on=TODAY):
    """The rule once more, day by day for a year: 36 months from every day the decision may have been."""
    day = row["certified_on"]
    if row["status"] != "certified" or not day:
        return False
    first, last = (day, day) if len(day) == 10 else (f"{day}-01-01", f"{day}-12-31")
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return last <= on < first.replace(year=first.year + 3)
