"""What several tests ask of the whole program: its modules, its routes."""

import importlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
_APART = {"shop/migrations/env.py", "shop/migrations/versions"}


@cache
def load_everything():
    """Import every module of the shop and the workers, so that all refusals, events and tables are known."""
    for folder in ("shop", "workers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not any(name.startswith(apart) for apart in _APART):
                importlib.import_module(name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
