"""The contract on paper: the same content gives the same bytes."""

from datetime import UTC, datetime

from shop.contracts.content import ContractContent
from shop.contracts.freeze import Contract
from shop.contracts.rules import Item
from shop.core.i18n import Locale, say
from shop.core.pdf import Paper

_QR = 24.0  # millimetres
_UNDATED = datetime(2024, 7, 1, tzinfo=UTC)  # the law's first day: the order's own time stands in the words


def print_contract(contract: Contract, locale: Locale, address: str) -> bytes:
    """A PDF of the contract. `address` is that of the order's page; its QR code leads there."""
    content = contract.content
    paper = Paper(f"{content.title} {content.code}", locale, _UNDATED)
    paper.title(content.title)
    for line in content.opening:
        paper.paragraph(line)
    paper.heading(say(locale, "contract.parties"))
    for line in content.parties:
        paper.paragraph(line)
    _print_goods(paper, content, locale)
    for goods in content.goods:
        paper.heading(goods.name)
        _print_items(paper, goods.items, 1)
    paper.heading(say(locale, "contract.for_all"))
    _print_items(paper, content.shared, len(content.goods[0].items) + 1 if content.goods else 1)
    paper.qr(address, _QR)
    paper.small(say(locale, "contract.digest", digest=contract.digest))
    return paper.content()


def _print_goods(paper: Paper, content: ContractContent, locale: Locale) -> None:
    paper.heading(say(locale, "contract.goods"))
    heads = [say(locale, f"contract.column.{name}") for name in ("name", "quantity", "price", "total")]
    rows = [(row.name, row.quantity, row.price, row.total) for row in content.rows]
    paper.table(heads, rows + [(name, "", "", amount) for name, amount in content.sums], (46, 16, 18, 20))


def _print_items(paper: Paper, items: tuple[Item, ...], first: int) -> None:
    for number, item in enumerate(items, start=first):
        paper.subheading(f"{number}. {item.title}")
        paper.paragraph("\n".join(item.texts))
