"""A letter: its sentences once, as plain text and as HTML. Secrets are blanks until it is sent."""

import html
from functools import cache
from pathlib import Path
from string import Template

import msgspec

from shop.core.i18n import Locale, say

_PAGE = Path(__file__).with_name("letter.html")


class Block(msgspec.Struct, frozen=True):
    """A piece of a letter: a paragraph, a big code, or a button to `href`."""

    text: str
    href: str = ""
    big: bool = False


class Letter(msgspec.Struct, frozen=True):
    """Subject and pieces. `$base`, `$token` and `$pickup_code` in them are filled at the moment of sending.

    So neither a token nor a code ever stands in the database (docs/decisions/0005-derived-tokens.md).
    """

    locale: Locale
    subject: str
    blocks: tuple[Block, ...]


def plain(letter: Letter) -> str:
    """The letter as text, its blanks still open."""
    pieces = [f"{block.text}:\n{block.href}" if block.href else block.text for block in letter.blocks]
    return "\n\n".join([*pieces, _footer(letter.locale)]) + "\n"


def as_html(letter: Letter) -> str:
    """The letter as HTML, every text escaped, its blanks still open."""
    body = "\n".join(_piece(block) for block in letter.blocks)
    return _page().substitute(
        locale=letter.locale,
        subject=_escape(letter.subject),
        body=body,
        footer=_escape(_footer(letter.locale)),
    )


def fill(text: str, blanks: dict[str, str]) -> str:
    """Put the secrets into a letter's text; a blank nobody knows stays as it is."""
    return Template(text).safe_substitute(blanks)


def fill_html(text: str, blanks: dict[str, str]) -> str:
    """The same for HTML."""
    return Template(text).safe_substitute({name: _escape(value) for name, value in blanks.items()})


def quoted(fact: object) -> str:
    """A fact as it may stand in a sentence of a letter: one line, and never taken for a blank."""
    return " ".join(str(fact).split()).replace("$", "$$")


def _piece(block: Block) -> str:
    text = _escape(block.text).replace("\n", "<br>")
    if block.href:
        return f'<p style="margin:24px 0"><a href="{_escape(block.href)}" class="go">{text}</a></p>'
    return f'<p class="code">{text}</p>' if block.big else f"<p>{text}</p>"


def _escape(text: str) -> str:
    return html.escape(text, quote=True)


def _footer(locale: Locale) -> str:
    return say(locale, "notice.footer")


@cache
def _page() -> Template:
    return Template(_PAGE.read_text(encoding="utf-8"))
