"""The site as a coalition runs it: a workspace, a small release, starting content, server and worker as one program.

Nothing of Django is loaded here: what must be looked up or prepared inside the site is asked of `hand`, a process of
its own (live_hand.py), so that these tests and those of single rooms can share one run."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from firstcontact import workspace
from firstcontact.release.build import build_tree
from firstcontact.release.frame import read_frame
from firstcontact.release.manifest import write_manifest
from support.public_region import region_input

HERE = Path(__file__).parent
MEASURES = ("any_primary_care_visit", "care_averted_stays", "gap", "panel_size", "primary_care_pmpm", "wellness_visit")
PROXY_HEADER = "X-Real-IP"
START_SECONDS = 120
MAIL_SECONDS = 30
BETWEEN_MAILS = b"-" * 79
LINK = re.compile(r"http://\S+")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class LiveSite:
    """`with LiveSite(folder) as site`: everything is made that the folder does not hold, the server answers at
    `site.base`."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self._done = make_workspace(folder / "region"), folder / "done"
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.templates = folder / "templates.txt"
        self.log = (folder / "site.log").open("wb")
        self.hand: Hand | None = None
        self._program: subprocess.Popen | None = None

    def __enter__(self) -> "LiveSite":
        try:
            self._command("init")
            if not self._done.exists():
                build_release(self.workspace)
                self._command("seed")
            self.hand = Hand(self._environment())
            self.hand("furnish")
            self._done.touch()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        if self._program and self._program.poll() is None:
            self._program.send_signal(signal.SIGTERM)
            self._program.wait(60)
        if self.hand:
            self.hand.end()
        self.log.close()

    def _environment(self) -> dict[str, str]:
        """Each journey comes from an address of its own, named in the header that a web server would set: the limits
        per sender stay as they are."""
        seen = {"PYTHONPATH": os.pathsep.join([str(HERE / "seen_templates"), str(HERE.parent), *sys.path])}
        site = {"FIRSTCONTACT_WORKSPACE": str(self.workspace.root), "FIRSTCONTACT_PROXY_HEADER": PROXY_HEADER}
        own = {k: v for k, v in os.environ.items() if not k.startswith(("FIRSTCONTACT_", "DJANGO_", "DATABASE_URL"))}
        return own | seen | site | {"FIRSTCONTACT_TEST_TEMPLATES": str(self.templates)}

    def _arguments(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "firstcontact.cli", "site", *words, "-w", str(self.workspace.root)]

    def _command(self, *words: str) -> None:
        done = subprocess.run(self._arguments(*words), env=self._environment(), capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"firstcontact site {' '.join(words)}: {done.stdout}{done.stderr}")

    def _start(self) -> None:
        arguments = self._arguments("run", "--port", str(self.port))
        self._program = subprocess.Popen(arguments, env=self._environment(), stdout=self.log, stderr=self.log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._program.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"The site did not start: {Path(self.log.name).read_text(encoding='utf-8')}")

    def letters(self, to: str) -> list[EmailMessage]:
        """Mails to an address that have left so far, oldest first."""
        files = sorted((self.workspace.site / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
        parts = [part.strip() for path in files for part in path.read_bytes().split(BETWEEN_MAILS)]
        found = [message_from_bytes(part, policy=policy.default) for part in parts if part]
        return [letter for letter in found if to in (letter["To"] or "")]

    def letter(self, to: str, count: int = 1) -> EmailMessage:
        """The mail number `count` to an address. The worker sends once a minute: it is told that the minute is over."""
        self.hand("mail_is_due")
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            if len(found := self.letters(to)) >= count:
                return found[count - 1]
            time.sleep(0.3)
        raise AssertionError(f"No mail {count} to {to} within {MAIL_SECONDS} s.")


def links(letter: EmailMessage) -> list[str]:
    """Addresses in the text of a mail."""
    return LINK.findall(letter.get_body(("plain",)).get_content())


def link(letter: EmailMessage, part: str) -> str:
    """The address in a mail that holds `part`."""
    found = [each for each in links(letter) if part in each]
    assert found, f"No link with '{part}' in the mail '{letter['Subject']}': {links(letter)}"
    return found[0]


def make_workspace(root: Path) -> workspace.Workspace:
    if root.exists():
        return workspace.Workspace.open(root)
    made = workspace.create(root, "Example Region")
    config = root / workspace.CONFIG_NAME
    config.write_text(config.read_text(encoding="utf-8").replace('["en"]', '["en", "es", "pt"]'), encoding="utf-8")
    return made


def build_release(place: workspace.Workspace) -> None:
    """A small live release whose pages carry the site's menus, as when a coalition publishes."""
    given = region_input(only=MEASURES, practices=26)
    settings = given.settings.__class__(**vars(given.settings) | {"frame": read_frame(place.site)})
    folder = place.releases / settings.release
    folder.mkdir(parents=True)
    build_tree(given.__class__(**vars(given) | {"settings": settings}), folder)
    facts = {"built_at": settings.built_at, "periods": [{"start": "2024-01-01", "end": "2024-12-31"}]}
    write_manifest(folder, {"release": settings.release, "languages": list(settings.languages), **facts})
    (place.releases / "current").symlink_to(settings.release)


class Hand:
    """Asks functions of live_hand.py by name: one line of JSON there, one back."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "support.live_hand"]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __call__(self, name: str, *arguments: object) -> object:
        self._process.stdin.write(json.dumps([name, arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"The process beside the site ended at '{name}'.")
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"{name}: {answer['error']}")
        return answer["value"]

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
