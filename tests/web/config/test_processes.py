"""Site and worker as one command: they start together, end together, and a lost worker is said."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from firstcontact.errors import UsageError
from firstcontact_site.config import processes, worker
from support.nginx import free_port

QUIET = [sys.executable, "-c", "import time; time.sleep(600)"]
LOST = [sys.executable, "-c", "raise SystemExit(3)"]
SHORT = [sys.executable, "-c", "import time; time.sleep(2); raise SystemExit(5)"]


def together(site, worker, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    said = []
    return processes.together(site, worker, said.append), said


def test_when_the_site_ends_the_worker_ends_too(monkeypatch):
    code, said = together(SHORT, QUIET, monkeypatch)
    assert (code, said) == (5, [])


def test_a_lost_worker_is_said_once_and_the_site_goes_on(monkeypatch):
    code, said = together(SHORT, LOST, monkeypatch)
    assert code == 5
    assert len(said) == 1
    assert "The worker has stopped (exit code 3)" in said[0]


def test_a_port_in_use_is_said_plainly():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="Pick another with --port"):
            processes.require_free(taken.getsockname()[1])


def test_a_demo_is_not_shown_to_others():
    with pytest.raises(UsageError, match="FIRSTCONTACT_SITE_URL"):
        processes.require_loopback("0.0.0.0", is_demo=True)
    processes.require_loopback("0.0.0.0", is_demo=False)


def test_the_loop_goes_on_when_the_database_does_not_answer(monkeypatch):
    from django.db import OperationalError

    stop, calls = threading.Event(), []

    def fail():
        calls.append(1)
        if len(calls) == 3:
            stop.set()
        raise OperationalError

    monkeypatch.setattr(worker.jobs, "run_due", fail)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "STEP_SECONDS", 0)
    worker.loop(stop)
    assert len(calls) == 3


@pytest.mark.slow
def test_site_run_serves_pages_and_jobs_and_ends_cleanly_at_ctrl_c(tmp_path, release):
    from firstcontact_site.config.environment import make_secrets
    from support.site import WORKSPACE

    where = tmp_path / "region"
    where.mkdir()
    (where / "firstcontact.toml").write_text((WORKSPACE.root / "firstcontact.toml").read_text(encoding="utf-8"))
    (where / "releases").mkdir()
    (where / "releases" / "2024-r1").symlink_to(release)
    (where / "releases" / "current").symlink_to("2024-r1")
    make_secrets(where / "site")
    port = free_port()
    command = [sys.executable, "-m", "firstcontact.cli", "site"]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("FIRSTCONTACT_", "DATABASE_URL", "DJANGO_"))}
    subprocess.run([*command, "init", "-w", where], check=True, env=clean, stdout=subprocess.DEVNULL)
    run = subprocess.Popen([*command, "run", "-w", where, "--port", str(port)], env=clean, stderr=subprocess.PIPE)
    try:
        wait_until(lambda: get(port, "/readyz") == 200)
        assert get(port, "/en/") == get(port, "/en/practice/") == get(port, "/es/search/?q=a") == 200
    finally:
        run.send_signal(signal.SIGINT)
        errors = run.communicate(timeout=60)[1].decode()
    assert run.returncode == 0
    assert "Traceback" not in errors
    assert get(port, "/healthz") is None


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def wait_until(check, seconds=240):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.5)
