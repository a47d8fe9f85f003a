"""What the rows of the published register say: producers, products and their gradings. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.ids import derived_code
from shop.core.text import slugify, squeeze
from shop.producers.models import ProducerKind
from shop.samples.read import Row

CODE_PREFIX = "OCOP"
FIRST_LINE = 2  # of the packaged file, after its header
POTENTIAL_FIVE = "potential-5"
KINDS = {
    "Doanh nghiệp": ProducerKind.COMPANY,
    "Hợp tác xã": ProducerKind.COOPERATIVE,
    "Hộ kinh doanh": ProducerKind.HOUSEHOLD,
    "Tổ hợp tác": ProducerKind.GROUP,
}
YEAR_SIGNS = 4


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the register as a certificate."""

    line: int
    code: str
    status: CertificateStatus
    stars: int | None
    potential_five: bool
    decision_no: str | None
    precision: DatePrecision
    issued_on: date | None
    confidence: str | None
    source_url: str | None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The region as the rows write it; None where no row states it, or where they disagree."""

    commune: str | None
    district: str | None
    province: str | None


class GradedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product with all its gradings, in the order of the register."""

    slug: str
    name: str
    producer: str | None  # slug
    group: str | None
    criteria_set_hint: str | None
    where: Written
    gradings: tuple[Grading, ...]


class GradedProducer(msgspec.Struct, frozen=True, kw_only=True):
    """A producer as its rows describe it."""

    slug: str
    name: str
    kind: ProducerKind
    where: Written
    source: str | None


def read_date(text: str) -> tuple[DatePrecision, date | None]:
    """A decision's date as written: a day, only a year (then its first of January), or nothing."""
    if not text:
        return DatePrecision.NONE, None
    if len(text) == YEAR_SIGNS:
        return DatePrecision.YEAR, date(int(text), 1, 1)
    return DatePrecision.DAY, date.fromisoformat(text)


def read_stars(text: str) -> tuple[int | None, bool]:
    """Stars and whether they are a potential five: that is four with a mark, never five."""
    if text == POTENTIAL_FIVE:
        return 4, True
    return (int(text) if text else None), False


def certificate_code(row: Row) -> str:
    """The code that always belongs to a row: made from what names the grading, so that printed codes stay true."""
    parts = ("name", "producer", "province", "stars", "certified_on", "source_url")
    return derived_code(CODE_PREFIX, *(row[part] for part in parts))


def read_grading(line: int, row: Row) -> Grading:
    """One row as a certificate."""
    precision, issued_on = read_date(row["certified_on"])
    stars, potential_five = read_stars(row["stars"])
    return Grading(
        line=line,
        code=certificate_code(row),
        status=CertificateStatus(row["status"]),
        stars=stars,
        potential_five=potential_five,
        decision_no=row["decision_no"] or None,
        precision=precision,
        issued_on=issued_on,
        confidence=row["confidence"] or None,
        source_url=row["source_url"] or None,
    )


def gather_producers(rows: Sequence[Row]) -> list[GradedProducer]:
    """One producer for each name and province, in the order of the register."""
    mine: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["producer"]:
            mine[producer_key(row)].append(row)
    slugs = _Slugs()
    return [
        GradedProducer(
            slug=slugs.take(known[0]["producer"], known[0]["province"]),
            name=known[0]["producer"],
            kind=KINDS.get(_only(row["producer_type"] for row in known) or "", ProducerKind.UNKNOWN),
            where=_where(known),
            source=known[0]["source_url"] or None,
        )
        for known in mine.values()
    ]


def gather_products(rows: Sequence[Row], producers: Sequence[GradedProducer]) -> list[GradedProduct]:
    """One product for each name, producer and province; where no producer is stated, one for each row."""
    slug_of = {(fold_name(maker.name), maker.where.province): maker.slug for maker in producers}
    mine: defaultdict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in enumerate(rows, FIRST_LINE):
        alone = "" if row["producer"] else str(line)
        mine[fold_name(row["name"]), *producer_key(row), alone].append((line, row))
    slugs = _Slugs()
    return [_product(known, slugs, slug_of) for known in mine.values()]


def _product(
    known: list[tuple[int, Row]], slugs: "_Slugs", slug_of: dict[tuple[str, str | None], str]
) -> GradedProduct:
    first = known[0][1]
    own = [row for _, row in known]
    return GradedProduct(
        slug=slugs.take(first["name"], first["producer"] or first["province"]),
        name=first["name"],
        producer=slug_of.get(producer_key(first)),
        group=_only(row["product_group"] for row in own),
        criteria_set_hint=_only(row["criteria_set_hint"] for row in own),
        where=_where(own),
        gradings=tuple(read_grading(line, row) for line, row in known),
    )


def superseded(product: GradedProduct) -> dict[str, str]:
    """For each grading (code) the one it replaced: the certified one surely before it, when there is exactly one."""
    dated = [each for each in product.gradings if each.issued_on and each.status is CertificateStatus.CERTIFIED]
    found = {}
    for each in dated:
        earlier = [other for other in dated if _before(other, each)]
        latest = [other for other in earlier if not any(_before(other, third) for third in earlier)]
        if len(latest) == 1:
            found[each.code] = latest[0].code
    return found


def _before(one: Grading, other: Grading) -> bool:
    assert one.issued_on is not None
    assert other.issued_on is not None
    if DatePrecision.YEAR in {one.precision, other.precision}:
        return one.issued_on.year < other.issued_on.year
    return one.issued_on < other.issued_on


def producer_key(row: Row) -> tuple[str, str]:
    """What makes two rows speak of one producer."""
    return fold_name(row["producer"]), row["province"]


def fold_name(name: str) -> str:
    """A name for comparison: only case and spaces do not matter, diacritics do."""
    return squeeze(name).casefold()


def _where(rows: Sequence[Row]) -> Written:
    return Written(
        commune=_only(row["commune_or_ward"] for row in rows),
        district=_only(row["district"] for row in rows),
        province=_only(row["province"] for row in rows),
    )


def _only(values: Iterable[str]) -> str | None:
    stated = {value for value in values if value}
    return stated.pop() if len(stated) == 1 else None


class _Slugs:
    """Hands out each slug once: the name alone, then with what tells it apart, then with a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, apart: str) -> str:
        tries = [slugify(name), slugify(f"{name} {apart}")]
        number = 2
        while tries[0] in self._taken:
            tries.pop(0)
            if not tries:
                tries.append(f"{slugify(name, 90)}-{number}")
                number += 1
        self._taken.add(tries[0])
        return tries[0]
