"""The rules of the house that a machine can read: what may stand where."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}

BEGINNINGS = {  # the four named places where a transaction begins and ends
    "shop/app.py",  # a request's session
    "shop/core/db.py",  # short(): sockets, the relay, sweeps, commands, flushers, and @task; rehearsal(), never kept
}
APART = ("shop/migrations/",)  # schema changes have transactions of their own
THEIR_CLOCKS = (
    "shop/payments/vnpay_gateway.py",  # what VNPAY is told stands on real time, not on the shop's
    "shop/rooms/token.py",  # a handshake asks no database
)
SLEEPERS = ("shop/local/",)  # the supervisor is no coroutine: it polls processes
ENVIRONMENT = ("config/", "shop/local/", "shop/cli/")  # settings read it; the supervisor hands it to its children
LAZY_IMPORTS = ("shop/cli/",)  # a command loads only its own family
OTHER_PROCESSES = (
    "tests/system/",
    "tests/local/",
    "tests/browser/",
    "tests/workers/conftest.py",
    "tests/simulcast/",
    "tests/make/simulcast.py",
)  # polled


@cache
def nodes_of(folder):
    """Each file below a folder with all nodes of its tree, read once; forgotten when this file's tests are done."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return [
        (str(path.relative_to(ROOT)), list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))) for path in files
    ]


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_kept():
    yield
    nodes_of.cache_clear()  # millions of objects, through which every collection of garbage would go from now on


def python_files(*folders):
    return [found for folder in folders for found in nodes_of(folder)]


def ours():
    return python_files("config", "shop", "workers")


def calls(nodes, *names):
    """Lines that call a method or function of one of these names."""
    for node in nodes:
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in names:
                yield node


def dotted(node):
    """`datetime.now` for the expression that says so."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_transactions_begin_and_end_in_their_named_places_only():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in ours()
        if name not in BEGINNINGS and not name.startswith(APART)
        for node in calls(nodes, "begin", "commit", "rollback", "autocommit")
    ]

    assert found == []


def test_there_is_one_clock():
    asked = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "time.time"}
    found = [
        f"{name}:{node.lineno}: {dotted(node.func)}"
        for name, nodes in ours()
        if not name.startswith((*SLEEPERS, *THEIR_CLOCKS))  # how old a file is, the machine's clock says
        for node in nodes
        if isinstance(node, ast.Call) and dotted(node.func) in asked | {"func.now", "sa.func.now", "func.current_date"}
    ]

    assert found == []


SQL_CLOCK = re.compile(r"(?i)(?<![\w.])(?:now\s*\(\s*\)|CURRENT_(?:DATE|TIME|TIMESTAMP)|LOCALTIME|clock_timestamp)")


def test_sql_asks_the_same_clock():
    texts = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in (ROOT / "shop").rglob("*.sql")]
    texts += [
        (f"{name}:{node.lineno}", node.value)
        for name, nodes in ours()
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql(node.value)
    ]

    assert [name for name, text in texts if SQL_CLOCK.search(re.sub(r"--.*", "", text))] == []


def _is_sql(text):
    return re.search(r"(?i)\b(select|insert|update|delete|default|interval)\b", text) is not None or "()" in text


@pytest.mark.parametrize("word", ["status", "state", "role", "method", "kind_of", "level", "lane"])
def test_words_of_an_enum_are_compared_as_the_enum(word):
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in python_files("shop", "workers")
        for node in nodes
        if isinstance(node, ast.Compare)
        for sides in [[node.left, *node.comparators]]
        if any(isinstance(side, ast.Attribute) and side.attr == word and dotted(side).count(".") <= 2 for side in sides)
        if any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides)
        if "scope" not in ast.dump(node) and "request" not in ast.dump(node)
    ]

    assert found == []


def test_only_the_settings_read_the_environment():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in ours()
        if not name.startswith(ENVIRONMENT)
        for node in nodes
        if dotted(node) in {"os.environ", "os.getenv"}
        or (isinstance(node, ast.alias) and node.name in {"environ", "getenv"})
    ]

    assert found == []


def test_nothing_sleeps_in_a_thread_others_need():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in ours()
        if not name.startswith(SLEEPERS)
        for node in nodes
        if isinstance(node, ast.Call) and dotted(node.func) == "time.sleep"
    ]

    assert found == []


def test_nothing_is_imported_inside_a_function():
    found = [
        f"{name}:{inner.lineno}"
        for name, nodes in ours()
        if not name.startswith(LAZY_IMPORTS)
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_only_the_workers_send_tasks():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in python_files("shop", "config")
        for node in calls(nodes, "delay", "apply_async", "send_task")
    ]

    assert found == []


def test_routes_hold_no_query():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in python_files("shop")
        if name.endswith("/api.py")
        for node in calls(nodes, "select", "update", "delete", "insert", "execute", "scalars")
        if not (isinstance(node.func, ast.Name) and node.func.id in {"delete", "update"} and _is_decorator(nodes, node))
    ]

    assert found == []


def _is_decorator(nodes, call):
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(call is decorator for function in functions for decorator in function.decorator_list)


def test_no_name_says_nothing():
    paths = [path for folder in ("shop", "workers", "config") for path in (ROOT / folder).rglob("*.py")]

    assert [str(path) for path in paths if path.stem in FORBIDDEN_NAMES] == []


def test_relationships_never_load_by_surprise():
    found = [
        f"{name}:{node.lineno}"
        for name, nodes in ours()
        for node in calls(nodes, "relationship")
        if not any(word.arg == "lazy" and getattr(word.value, "value", None) == "raise" for word in node.keywords)
    ]

    assert found == []


def test_tests_patch_nothing_of_ours_and_never_wait():
    found = [
        f"{name}:{node.lineno}: {dotted(node.func)}"
        for name, nodes in python_files("tests")
        if not name.startswith(OTHER_PROCESSES)
        for node in nodes
        if isinstance(node, ast.Call)
        if dotted(node.func) in {"monkeypatch.setattr", "mock.patch", "mock.patch.object", "patch", "time.sleep"}
        or (dotted(node.func) == "asyncio.sleep" and getattr(node.args[0], "value", 1) != 0)
    ]

    assert found == []
