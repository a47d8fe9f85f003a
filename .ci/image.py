"""Runs the build commands of the Dockerfile in an empty directory, for machines without a container engine.

Lines about Debian's packages and users are skipped; everything the image gets by COPY or makes by RUN is made here.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = "shop.app, shop.cli.db, shop.cli.load, shop.cli.processes, workers.app, workers.relay"  # the lock is enough
SKIPPED = ("apt-get", "useradd")


def instructions() -> Iterator[tuple[str, str]]:
    """The instructions of the build stage."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    stage = text.split("AS build", 1)[1].split("\nFROM ", 1)[0]
    for line in stage.splitlines():
        word, _, rest = line.partition(" ")
        if word in {"RUN", "COPY"}:
            yield word, rest


def copy(words: list[str], clean: Path) -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    *sources, target = words
    for source in sources:
        if source not in allowed:
            sys.exit(f".dockerignore keeps {source} out of the image")
        to = clean / (source if target == "./" else target)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / source, to)


def build(clean: Path) -> None:
    for word, rest in instructions():
        print(f"{word} {rest[:110]}", flush=True)
        if word == "COPY":
            copy(rest.split(), clean)
        elif not any(part in rest for part in SKIPPED):
            subprocess.run(rest.replace("/tmp/node", str(clean / ".node")), shell=True, check=True, cwd=clean)


def main() -> int:
    """0 when every command worked and the program in the image answers."""
    with tempfile.TemporaryDirectory(prefix="chomay-image-") as folder:
        clean = Path(folder)
        build(clean)
        env = {**os.environ, "PATH": f"{clean}/.venv/bin:{os.environ['PATH']}"}
        answer = subprocess.run(["shop", "--help"], env=env, cwd="/", capture_output=True, text=True, check=True)
        subprocess.run(["python", "-c", f"import {MODULES}"], env=env, cwd="/", check=True)
        assert (clean / "node_modules" / "htmx.org").is_dir()
        assert "usage: shop COMMAND" in answer.stdout
        assert re.search(r"\bweb\b", answer.stdout)
    print("The image's commands work.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
