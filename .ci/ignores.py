"""Exceptions from lint and types: each carries its reason on its line, and their number may not grow.

The number stands in `.ci/ignores.txt`; when there are fewer, `--write` lowers it.
"""

import re
import sys
from pathlib import Path

from files import ROOT, project_files, relative

COUNT = ROOT / ".ci" / "ignores.txt"
_IGNORE = re.compile(r"#\s*(?:noqa\b|type:\s*ignore\b)")
_NOQA = re.compile(r"#\s*noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*(?P<reason>.*)")
_TYPE = re.compile(r"#\s*type:\s*ignore\[[a-z, -]+\](?P<reason>.*)")
_OURS = "ignores.py"


def ignores(path: Path) -> list[tuple[int, str]]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [(number, line) for number, line in lines if _IGNORE.search(line)]


def has_reason(line: str) -> bool:
    found = _NOQA.search(line) or _TYPE.search(line)
    return found is not None and len(re.findall(r"\w{2,}", found["reason"])) >= 2


def main() -> int:
    paths = [path for path in project_files(".py") if path.name != _OURS]
    found = [(path, number, line) for path in paths for number, line in ignores(path)]
    bare = [f"{relative(path)}:{number}: no reason on the line" for path, number, line in found if not has_reason(line)]
    if "--write" in sys.argv:
        COUNT.write_text(f"{len(found)}\n")
    allowed = int(COUNT.read_text())
    if len(found) > allowed:
        bare += [f"{relative(path)}:{number}:{line.strip()[:100]}" for path, number, line in found]
        bare.append(f"{len(found)} ignores, at most {allowed}")
    print("\n".join(bare) or f"ignores: {len(found)} of at most {allowed}, each with its reason")
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
