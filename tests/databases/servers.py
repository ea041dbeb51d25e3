"""A PostgreSQL server for tests: started in a folder of its own, reachable on a socket there alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_server", "postgresql_server"]

_PORT = "54321"
#: Without a disk to wait for: what is written need not survive.
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


def find_server() -> Path | None:
    """Find the folder of the server's programs; None if it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders and (folders[-1] / "initdb").is_file() else None


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a server, and stop it at the end.

    Yields:
        The URL of its database, in which the user may do everything.
    """
    programs = find_server()
    assert programs, "PostgreSQL is not installed"
    # The path of a socket is short, and the server refuses to be run by root.
    with TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        prefix: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
            prefix = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]

        def run(program: str, *arguments: str) -> None:
            command: Sequence[str] = [*prefix, str(programs / program), "-D", f"{folder}/data", *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own

        run("initdb", "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(
            "pg_ctl",
            "-l",
            f"{folder}/log",
            "-w",
            "-o",
            f"{_OPTIONS} -p {_PORT} -c unix_socket_directories={folder}",
            "start",
        )
        try:
            yield f"postgresql://keeper:S3cretWord@/postgres?host={folder}&port={_PORT}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
