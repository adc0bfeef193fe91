"""A private PostgreSQL for tests: in a temporary folder, on a loopback port, gone when the tests end.

    python tests/support/postgres.py -- python -m pytest tests/web

runs the command with DATABASE_URL set to it.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
}


@contextmanager
def cluster() -> Iterator[str]:
    """Address of an empty database of a running cluster. Raises FileNotFoundError without PostgreSQL."""
    tools, user = _tools(), _user()
    folder = Path(tempfile.mkdtemp(prefix="firstcontact-pg-"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        port = _free_port()
        _call(
            [tools / "initdb", "-D", folder / "data", "-U", "site", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            user,
        )
        said = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}={value}" for name, value in said.items())
        _call([tools / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"], user)
        try:
            _call([tools / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "site", "site"], user)
            yield f"postgresql://site@127.0.0.1:{port}/site"
        finally:
            _call([tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def available() -> bool:
    try:
        return bool(_tools())
    except FileNotFoundError:
        return False


def _tools() -> Path:
    """The newest installed version's programs: Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    plain = shutil.which("initdb")
    if not found and not plain:
        raise FileNotFoundError("PostgreSQL is not installed. On Debian: apt-get install postgresql")
    return (found[-1] if found else Path(plain)).parent


def _user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("postgres")


def _call(command: list, user: pwd.struct_passwd) -> None:
    other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run(
        list(map(str, command)), cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **other
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def main() -> int:
    command = sys.argv[1:]
    command = command[1:] if command[:1] == ["--"] else command
    with cluster() as url:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
