"""`shop run` from the first line to the last: servers, data, processes, watch, stop."""

import os
import time

import msgspec

from config.settings import Settings
from shop.local.attention import Attention
from shop.local.code import Code, code_for
from shop.local.console import Console
from shop.local.errors import DidNotStart, LocalError, StopAsked
from shop.local.folder import FolderLock, Premises, kept_secret, make_folder, write_private
from shop.local.identity import service_identity
from shop.local.plan import ACCOUNTS_FILE, Plan, Process, Step
from shop.local.ports import is_free, remembered_port, who_listens
from shop.local.process import raise_file_limit, started_at
from shop.local.remains import Remains
from shop.local.running import Running, data_dir_of, forget_running, write_running
from shop.local.servers import prepare_postgres, prepare_valkey
from shop.local.stamps import Stamp, content_mark
from shop.local.supervisor import Supervisor
from shop.local.units import Program

_SERVER_LIMIT = 120.0  # seconds a server may take to be ready, crash recovery included
_PAGE_LIMIT = 90.0  # seconds the web process may take to be ready


def run_house(settings: Settings, plan: Plan) -> int:
    """Run the whole shop until somebody asks to stop; 0 after that, 1 when it could not start.

    Raises:
        LocalError: the data directory or the port is taken or cannot be used.
    """
    console = Console()
    identity = service_identity()
    premises = Premises(make_folder(data_dir_of(settings), identity), identity)
    lock = FolderLock(premises.folder, holder="`shop run`")
    lock.take()
    try:
        raise_file_limit()
        with Attention() as attention:
            return _run_locked(settings, plan, premises, console, attention)
    finally:
        forget_running(premises.folder)
        lock.release()


def _run_locked(settings: Settings, plan: Plan, premises: Premises, console: Console, attention: Attention) -> int:
    remains = Remains(premises.folder, premises.identity)
    for name in remains.end_all(plan.left_over_limit):
        console.say(f"{name} was left over from an earlier run and has been ended")
    settings = _settled(settings, premises)
    supervisor = Supervisor(console, remains, attention)
    house = House(settings, plan, premises, console, supervisor)
    try:
        house.open()
        supervisor.watch()
    except StopAsked:
        return 0
    except LocalError as error:
        console.say(str(error))
        return 1
    finally:
        supervisor.shut_down()
        console.say("stopped; all data is kept")
    return 0


def _settled(settings: Settings, premises: Premises) -> Settings:
    """Settings with the port, the directory and the secret that this run uses.

    Raises:
        LocalError: the port is taken; says by whom.
    """
    port = settings.port or remembered_port(premises.folder / "web.port")
    write_private(premises.folder / "web.port", f"{port}\n", premises.identity)
    if not is_free(port, settings.host):
        raise LocalError(f"Port {port} is taken by {who_listens(port)}. Stop it, or choose another with SHOP_PORT.")
    secret = settings.secret_key or kept_secret(premises.folder / "secret.key", premises.identity)
    return msgspec.structs.replace(settings, port=port, data_dir=str(premises.folder), secret_key=secret)


class House:
    """One data directory, held by one supervisor."""

    def __init__(
        self, settings: Settings, plan: Plan, premises: Premises, console: Console, supervisor: Supervisor
    ) -> None:
        self._settings = settings
        self._plan = plan
        self._folder = premises.folder
        self._identity = premises.identity
        self._console = console
        self._supervisor = supervisor
        self._knows_database = True  # our stamps speak about this very database
        self._begun = time.monotonic()
        self._address = Stamp(self._folder, "address", self._identity)  # people's, of the last start

    def open(self) -> None:
        """Start everything, in order.

        Raises:
            LocalError: something does not start.
            StopAsked: somebody asked to stop meanwhile.
        """
        self._start_servers()
        self._tell_other_commands()
        code = code_for(self._identity, self._folder, self._variables())
        for step in self._plan.steps:
            self._do(step, code)
        self._note_address()
        first, *others = self._plan.processes
        self._supervisor.bring_up(self._program(first, code, self._settings.port), _PAGE_LIMIT)
        self._welcome()
        for process in others:
            self._supervisor.add(self._program(process, code))
        for step in self._plan.steps:
            self._refresh(step, code)

    def _start_servers(self) -> None:
        if self._settings.database_url:
            self._knows_database = False
        else:
            postgres = prepare_postgres(self._folder, self._identity, progress=self._console.say)
            self._knows_database = not postgres.was_made
            self._supervisor.bring_up(postgres, _SERVER_LIMIT)
            self._settings = msgspec.structs.replace(self._settings, database_url=postgres.url)
        if not self._settings.redis_url:
            valkey = prepare_valkey(self._folder, self._identity)
            self._supervisor.bring_up(valkey, _SERVER_LIMIT)
            self._settings = msgspec.structs.replace(self._settings, redis_url=valkey.url)

    def _tell_other_commands(self) -> None:
        write_running(
            self._folder,
            Running(
                pid=os.getpid(),
                started=started_at(os.getpid()),
                port=self._settings.port,
                database_url=self._settings.database_url,
                redis_url=self._settings.redis_url,
                secret_key=self._settings.secret_key,
            ),
            self._identity,
        )

    def _variables(self) -> dict[str, str]:
        """What our children find in their environment besides the caller's own `SHOP_…` variables."""
        chosen = self._settings
        return {
            "SHOP_PORT": str(chosen.port),
            "SHOP_DATA_DIR": chosen.data_dir,
            "SHOP_DATABASE_URL": chosen.database_url,
            "SHOP_REDIS_URL": chosen.redis_url,
            "SHOP_SECRET_KEY": chosen.secret_key,
        }

    def _do(self, step: Step, code: Code) -> None:
        stamp = Stamp(self._folder, step.name, self._identity)
        mark = content_mark(step.watched, more=" ".join(step.words))
        if self._knows_database and stamp.value == mark:
            return
        stamp.clear()
        self._console.say(step.doing)
        if self._supervisor.run_step(step.name, step.doing, code.launch(step.words)) != 0:
            raise DidNotStart(f"{step.doing}: failed; its own lines above say why.")
        stamp.set(mark)

    def _refresh(self, step: Step, code: Code) -> None:
        """Do an old step again behind the open doors; a failure is shown and leaves the shop as it is."""
        stamp = Stamp(self._folder, step.name, self._identity)
        if step.refresh_hours and stamp.age_hours > step.refresh_hours:
            self._supervisor.run_step(step.name, step.doing, code.launch(step.words))
            stamp.set(stamp.value)

    def _program(self, process: Process, code: Code, ready_port: int = 0) -> Program:
        return Program(
            process.name,
            code.launch(process.words),
            process.rank,
            process.stop_limit,
            ready_port=ready_port,
            ready_path=self._plan.ready_path,
        )

    def _welcome(self) -> None:
        accounts = self._accounts()
        say = self._console.say
        say("")
        say(f"The shop is open after {time.monotonic() - self._begun:.1f} s:")
        say(f"    {self._settings.base_url}/")
        say(f"    {self._settings.base_url}/en/")
        if self._settings.demo and accounts:
            say("")
            say(accounts.rstrip())
        say("")
        say(f"Data: {self._folder}. Ctrl-C stops everything.")

    def _note_address(self) -> None:
        """Remember the address the sheet of sample accounts was written with, even if this start goes no further."""
        if not self._address.value:
            self._address.set(self._settings.base_url)

    def _accounts(self) -> str:
        """The sheet of sample accounts, its links moved to the address of today; empty when there is none."""
        file = self._folder / ACCOUNTS_FILE
        if not file.exists():
            return ""
        address = self._address
        text = file.read_text(encoding="utf-8")
        if address.value and address.value != self._settings.base_url:
            text = text.replace(address.value + "/", self._settings.base_url + "/")
            write_private(file, text, self._identity)
        address.set(self._settings.base_url)
        return text
