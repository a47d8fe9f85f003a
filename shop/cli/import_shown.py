"""How an import looks in a terminal: a bar, a table of problems, and what became of the rows."""

import sys
import textwrap
from collections.abc import Sequence

from shop.core.i18n import Locale, say
from shop.listings.import_queries import ProblemShown
from shop.listings.import_work import Progress

WIDTH = 30  # of the bar
COLUMN = 24  # of a heading in the table
SENTENCE = 90
PART = 10  # per cent between two lines where the output is no terminal


class Bar:
    """A bar in a terminal, redrawn in place; elsewhere one line for every tenth of the work."""

    def __init__(self) -> None:
        self._drawn = False
        self._said = -1

    def show(self, progress: Progress) -> None:
        """Show how far the run is."""
        share = progress.done * 100 // progress.total if progress.total else 100
        if sys.stderr.isatty():
            full = WIDTH * share // 100
            line = f"\r[{'█' * full}{'·' * (WIDTH - full)}] {share:3d} %  {progress.done}/{progress.total}"
            print(line, end="", file=sys.stderr, flush=True)
            self._drawn = True
        elif share // PART > self._said:
            self._said = share // PART
            print(f"{share} %  {progress.done}/{progress.total}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the bar as it stands."""
        if self._drawn:
            print(file=sys.stderr)


def show_problems(problems: Sequence[ProblemShown], left: int, locale: Locale) -> str:
    """A table: row, column, what to do; `left` are not in it."""
    if not problems:
        return ""
    lines = [f"{say(locale, 'import.row'):>7}  {say(locale, 'import.column'):<{COLUMN}}  {say(locale, 'import.what')}"]
    for one in problems:
        first, *rest = textwrap.wrap(one.sentence, SENTENCE) or [""]
        lines.append(f"{one.row:>7}  {one.column[:COLUMN]:<{COLUMN}}  {first}")
        lines += [" " * (COLUMN + 11) + line for line in rest]
    if left:
        lines.append(say(locale, "import.more", count=left))
    return "\n".join(lines)


def show_counts(progress: Progress, dry_run: bool, locale: Locale) -> str:
    """One sentence: what was done, or what would be."""
    return say(
        locale,
        "import.checked" if dry_run else "import.done",
        created=progress.created,
        updated=progress.updated,
        unchanged=progress.unchanged,
        refused=progress.refused,
    )
