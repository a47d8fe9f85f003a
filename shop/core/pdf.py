"""Papers as PDF: headings, paragraphs, tables, QR codes. The only file that knows fpdf2; Vietnamese in DejaVu Sans.

The same calls with the same `made_at` give the same bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from shop.core.i18n import Locale

_FONTS = Path(__file__).parents[2] / "node_modules" / "dejavu-fonts-ttf" / "ttf"
_FONT = "DejaVu"
_LINE = 1.35  # height of a line, in heights of its letters
_MM = 25.4 / 72  # millimetres of a point
A4 = (210.0, 297.0)  # millimetres
A6 = (105.0, 148.0)
_BODY, _SMALL, _HEAD, _TITLE = 9.5, 7.5, 11.5, 16.0  # points


class Paper:
    """A paper that grows downwards, A4 unless `size` (millimetres, width and height) says otherwise."""

    def __init__(
        self,
        title: str,
        locale: Locale,
        made_at: datetime,
        *,
        size: tuple[float, float] = (210, 297),
        margin: float = 18,
    ) -> None:
        self._pdf = _Numbered(unit="mm", format=size)
        self._pdf.set_creation_date(made_at)
        self._pdf.set_title(title)
        self._pdf.set_author("Chợ Mây")
        self._pdf.set_lang(locale)
        self._pdf.set_margin(margin)
        self._pdf.set_auto_page_break(auto=True, margin=margin)
        self._pdf.add_font(_FONT, "", _FONTS / "DejaVuSans.ttf")
        self._pdf.add_font(_FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self._pdf.add_page()

    def title(self, text: str) -> None:
        """The paper's name, once at its top."""
        self._write(text, _TITLE, bold=True, after=2)

    def heading(self, text: str) -> None:
        """A heading; it stays on one page with what follows."""
        if self._pdf.will_page_break(_TITLE):
            self._pdf.add_page()
        self._pdf.ln(2.5)
        self._write(text, _HEAD, bold=True, after=0.8)

    def subheading(self, text: str) -> None:
        """A heading among paragraphs; it stays on one page with what follows."""
        if self._pdf.will_page_break(_TITLE):
            self._pdf.add_page()
        self._write(text, _BODY, bold=True, after=0.6)

    def paragraph(self, text: str) -> None:
        """A paragraph; line ends in it are kept."""
        self._write(text, _BODY, bold=False, after=1.6)

    def small(self, text: str) -> None:
        """A remark in small letters."""
        self._write(text, _SMALL, bold=False, after=1)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table over the whole width; `widths` are shares. The first column stands left, the others right."""
        self._pdf.set_font(_FONT, "", _BODY)
        aligns = ("LEFT", *("RIGHT" for _ in heads[1:]))
        with self._pdf.table(
            col_widths=tuple(widths),
            text_align=aligns,
            line_height=_BODY * _MM * _LINE,
            borders_layout="HORIZONTAL_LINES",
        ) as table:
            for row in (heads, *rows):
                table.row(tuple(row))
        self._pdf.ln(1.5)

    def qr(self, text: str, side: float) -> None:
        """A QR code of `side` millimetres at the left margin."""
        self._pdf.ln(3)
        if self._pdf.will_page_break(side):
            self._pdf.add_page()
        left, top = self._pdf.l_margin, self._pdf.get_y()
        _draw_qr(self._pdf, text, left, top, side)
        self._pdf.set_y(top + side + 2)

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self._pdf.add_page()

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

    def _write(self, text: str, points: float, *, bold: bool, after: float) -> None:
        self._pdf.set_font(_FONT, "B" if bold else "", points)
        self._pdf.multi_cell(0, points * _MM * _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._pdf.ln(after)


class Sheet:
    """Labels of one size, `across` and `down` a page; each is written from its top, and what is too long is cut."""

    def __init__(
        self,
        title: str,
        locale: Locale,
        made_at: datetime,
        *,
        size: tuple[float, float],
        across: int = 1,
        down: int = 1,
        margin: float = 6,
    ) -> None:
        self._pdf = FPDF(unit="mm", format=size)
        self._pdf.set_creation_date(made_at)
        self._pdf.set_title(title)
        self._pdf.set_author("Chợ Mây")
        self._pdf.set_lang(locale)
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.add_font(_FONT, "", _FONTS / "DejaVuSans.ttf")
        self._pdf.add_font(_FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self._across, self._down, self._margin = across, down, margin
        self._cell = size[0] / across, size[1] / down
        self._made = 0
        self._left = self._y = 0.0

    @property
    def width(self) -> float:
        """Millimetres that may be written on."""
        return self._cell[0] - 2 * self._margin

    def next_label(self) -> None:
        """Go on with the next label, on a new page where this one is full."""
        at = self._made % (self._across * self._down)
        if at == 0:
            self._pdf.add_page()
        self._made += 1
        left, top = (at % self._across) * self._cell[0], (at // self._across) * self._cell[1]
        if self._across * self._down > 1:
            self._pdf.set_draw_color(190)
            self._pdf.rect(left, top, *self._cell)
        self._left, self._y = left + self._margin, top + self._margin

    def write(self, text: str, points: float, *, bold: bool = False, most: int = 1, beside: float = 0) -> None:
        """Lines of text, at most so many; `beside` millimetres at the right stay free."""
        self._pdf.set_font(_FONT, "B" if bold else "", points)
        height, width = points * _MM * _LINE, self.width - beside
        lines = self._pdf.multi_cell(width, height, text, align="L", dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list), "lines were asked for"
        for at, line in enumerate(lines[:most]):
            cut = at == most - 1 and len(lines) > most
            self._pdf.set_xy(self._left, self._y)
            self._pdf.cell(width, height, f"{line.rstrip()[:-1]}…" if cut else line)
            self._y += height

    def qr(self, text: str, side: float) -> None:
        """A QR code at the right of what comes next."""
        _draw_qr(self._pdf, text, self._left + self.width - side, self._y, side)

    def rule(self) -> None:
        """A line across the label."""
        self._pdf.set_draw_color(0)
        self._pdf.line(self._left, self._y + 1, self._left + self.width, self._y + 1)
        self._y += 2.5

    def skip_to(self, millimetres: float) -> None:
        """Go down to so far below the label's top, if that is further."""
        top = ((self._made - 1) % (self._across * self._down)) // self._across * self._cell[1] + self._margin
        self._y = max(self._y, top + millimetres)

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())


def _draw_qr(pdf: FPDF, text: str, left: float, top: float, side: float) -> None:
    modules = segno.make(text, error="m", micro=False).matrix
    step = side / len(modules)
    pdf.set_fill_color(0)
    for at, line in enumerate(modules):
        for across, is_dark in enumerate(line):
            if is_dark:
                pdf.rect(left + across * step, top + at * step, step, step, style="F")


class _Numbered(FPDF):
    """Every page says which of how many it is."""

    def footer(self) -> None:
        """Write the number below the page."""
        self.set_y(-12)
        self.set_font(_FONT, "", _SMALL)
        self.cell(0, 4, f"{self.page_no()} / {{nb}}", align="C")
