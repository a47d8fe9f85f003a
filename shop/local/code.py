"""Our own code as its children start it: which interpreter, which path, readable by whom."""

import compileall
import os
import site
import sys
from dataclasses import dataclass, field
from pathlib import Path

from shop.local.errors import LocalError
from shop.local.identity import Identity
from shop.local.privileges import reading_capability
from shop.local.process import Launch

ROOT = Path(__file__).parents[2]  # holds the packages config, shop and workers
_PACKAGES = ("config", "shop", "workers")
_DROPPED = ("PG", "PYTHON", "VIRTUAL_ENV")  # variables of the caller that would lead our children astray


@dataclass(frozen=True)
class Code:
    """How to start Python programs as `identity`."""

    identity: Identity
    folder: Path
    capability: int | None = None
    env: dict[str, str] = field(default_factory=dict)

    def launch(self, words: tuple[str, ...]) -> Launch:
        """Python with `words`, in the data directory, with the children's environment."""
        return Launch([sys.executable, *words], self.identity, self.env, self.folder, capability=self.capability)


def code_for(identity: Identity, folder: Path, settings: dict[str, str]) -> Code:
    """Our code for children that run as `identity` with the `SHOP_…` variables in `settings`.

    As root the bytecode is refreshed here, because the children may not write it.

    Raises:
        LocalError: it lies below a closed directory and this system gives no way to read there.
    """
    capability = None
    if os.geteuid() == 0 and identity.uid != 0:
        for package in _PACKAGES:
            compileall.compile_dir(ROOT / package, quiet=2, workers=1)
        closed = _closed_to(identity)
        if closed is not None:
            capability = reading_capability()
            if capability is None:
                raise LocalError(
                    f"The shop runs as {identity.name}, who may not read {closed}. Open the directories above it "
                    "(chmod o+x), move the project, or start as an ordinary user."
                )
    return Code(identity, folder, capability, _environment(folder, settings))


def _closed_to(identity: Identity) -> Path | None:
    """The first place our children need that `identity` cannot reach."""
    files = [Path(sys.executable), Path(__file__)]
    folders = [Path(os.path.realpath(sys.executable)), Path(sys.prefix), ROOT]
    needed = [*files, *folders, *(Path(place) for place in site.getsitepackages())]
    closed = (place for place in needed if not identity.may_enter(place))
    return next(closed, None) or next((file for file in files if not identity.may_read(file)), None)


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    path = [] if str(ROOT) in site.getsitepackages() else [str(ROOT)]
    return {
        **kept,
        **settings,
        "HOME": str(folder),  # nothing is read from, or written to, the home of whoever started us
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONUNBUFFERED": "1",
        "PYTHONSAFEPATH": "1",
    }
