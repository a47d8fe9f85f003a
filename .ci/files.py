"""The files the checks look at: what git tracks or would track; outside of a checkout, what lies in the folder."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SKIPPED = {".venv", "node_modules", ".git", "__pycache__", ".local"}


def project_files(*suffixes: str) -> list[Path]:
    """All files of the project, of these suffixes when any are named, as absolute paths."""
    listed = _from_git() or _from_folder()
    return sorted(path for path in listed if path.is_file() and (not suffixes or path.suffix in suffixes))


def _from_git() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        return []
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def _from_folder() -> list[Path]:
    return [path for path in ROOT.rglob("*") if not _SKIPPED & set(path.relative_to(ROOT).parts)]


def relative(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))
