"""Writes docs/problems.md, the list of all codes a client may meet; with `--write`, else says whether it is stale."""

import importlib
import re
import sys

from files import ROOT, relative

from shop.http.problem_list import listed_problems

PAGE = ROOT / "docs" / "problems.md"
_KINDS = "Refusal|Invalid|BadRequest|Unauthenticated|Forbidden|NotFound|Conflict"
_REFUSAL = re.compile(rf"^class \w+\((?:{_KINDS})\b", re.MULTILINE)

_HEAD = """# Problems

Every refusal is `application/problem+json`: `type`, `title`, `status`, `code`, `detail` and, where one field is
to blame, `field`. The `code` is stable; sentences follow `Accept-Language` (Vietnamese, English) and may change.
429, 503 and some 409 carry `Retry-After` in seconds. Written by `.ci/problems.py --write`.

| status | code | when | sentence |
| --- | --- | --- | --- |
"""


def load_refusals() -> None:
    """Import every module that defines a refusal."""
    for path in sorted((ROOT / "shop").rglob("*.py")):
        if path.name == "errors.py" or _REFUSAL.search(path.read_text(encoding="utf-8")):
            importlib.import_module(relative(path).removesuffix(".py").replace("/", "."))


def page() -> str:
    load_refusals()
    rows = [
        f"| {problem.status} | `{problem.code}` | {problem.meaning} | {problem.detail} |"
        for problem in listed_problems("en")
    ]
    return _HEAD + "\n".join(rows) + "\n"


def main() -> int:
    written = page()
    if "--write" in sys.argv:
        PAGE.write_text(written, encoding="utf-8")
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written:
        print("problems: docs/problems.md is as the program")
        return 0
    print("problems: docs/problems.md is stale; run .ci/problems.py --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
