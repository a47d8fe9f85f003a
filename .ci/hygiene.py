"""No tracked file names a package registry's host or a path of one machine."""

import re
import sys

from files import project_files, relative

_DOT = r"\."
_HOSTS = (
    "pypi%sorg",
    "pythonhosted%sorg",
    "registry%snpmjs",
    "registry%snpmjs%sorg",
    "npmmirror%scom",
    "proxy%sgolang",
)
_PATTERNS = [re.compile(host.replace("%s", _DOT)) for host in _HOSTS] + [
    re.compile(r"(?<![\w.])/(?:work|home|Users|root)/[\w.-]+"),
    re.compile(r"--(?:extra-)?index-url[ =]https?:"),
]
_BINARY = {".png", ".jpg", ".jpeg", ".webp", ".woff2", ".ico", ".gz", ".xlsx", ".pdf"}
_OURS = "hygiene.py"


def main() -> int:
    found = []
    for path in project_files():
        if path.suffix in _BINARY or path.name == _OURS:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern in _PATTERNS:
            found += [f"{relative(path)}: {match.group()}" for match in pattern.finditer(text)]
    print("\n".join(found) or "hygiene: no registry host, no machine path")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
