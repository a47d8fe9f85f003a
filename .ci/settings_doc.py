"""Keeps the table of settings in docs/running.md equal to config/settings.py. `--write` mends it."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "running.md"
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"
FIELD = re.compile(r"^    (?P<name>[a-z_]+): (?P<kind>[^=]+) = (?P<default>[^#]+?)(?:  # (?P<meaning>.*))?$")


def table() -> str:
    """The fields of the settings struct as a Markdown table."""
    source = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    body = source.split("class Settings", 1)[1].split("    @property", 1)[0]
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for line in body.splitlines():
        found = FIELD.match(line)
        if found:
            rows.append(row(**found.groupdict()))
    return "\n".join(rows)


def row(name: str, kind: str, default: str, meaning: str | None) -> str:
    words = re.findall(r'"([a-z]+)"', kind) if kind.startswith("Literal") else []
    choice = f" ({', '.join(f'`{word}`' for word in words)})" if words else ""
    shown = {"True": "1", "False": "0", '""': "(empty)"}.get(default, default.strip('"').replace("_", ""))
    return f"| `SHOP_{name.upper()}` | {shown} | {(meaning or '').replace('|', ' or ')}{choice} |"


def main() -> int:
    """0 when the page is true."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    true_page = f"{before}{BEGIN}\n{table()}\n{END}{after}"
    if true_page == page:
        return 0
    if "--write" in sys.argv:
        PAGE.write_text(true_page, encoding="utf-8")
        return 0
    print("docs/running.md does not list the settings of config/settings.py: run .ci/settings_doc.py --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
