"""Site and worker as one command: started together, ended together."""

import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence

from firstcontact.errors import UsageError

PATIENCE_SECONDS = 30
LOST = (
    "The worker has stopped (exit code {code}): mails wait and nothing is published at its time. The site goes on. "
    "Start both again, or only the worker: firstcontact site worker"
)


def require_loopback(host: str, is_demo: bool) -> None:
    """Raises UsageError when a demo would be seen by others."""
    if is_demo and host not in ("127.0.0.1", "localhost", "::1"):
        raise UsageError(
            f"--host {host} is for a public site behind a web server: set FIRSTCONTACT_SITE_URL, DATABASE_URL and "
            "FIRSTCONTACT_EMAIL_URL first. The demo answers on this machine only."
        )


def require_free(port: int) -> None:
    """Raises UsageError when something listens on the port already."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as e:
            raise UsageError(f"Port {port} cannot be used ({e.strerror}). Pick another with --port.") from None


def together(site: Sequence[str], worker: Sequence[str] | None, say: Callable[[str], None]) -> int:
    """Exit code of the site, 0 after Ctrl-C or SIGTERM. When the worker ends first it is said once."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    started = [subprocess.Popen(command, start_new_session=True) for command in (site, worker) if command]
    try:
        _watch(started, stop, say)
    finally:
        _end(started)
    return 0 if stop.is_set() else started[0].returncode


def _watch(started: list[subprocess.Popen], stop: threading.Event, say: Callable[[str], None]) -> None:
    said = False
    while not stop.wait(0.2) and started[0].poll() is None:
        for lost in started[1:]:
            if lost.poll() is not None and not said:
                say(LOST.format(code=lost.returncode))
                said = True


def _end(started: list[subprocess.Popen]) -> None:
    for process in started:
        if process.poll() is None:
            process.terminate()
    for process in started:
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
