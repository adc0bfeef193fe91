"""What the shipped nginx.conf and the site bear on this machine, and what stays up when the site is off.

    python benchmarks/site_load.py -w my-region [--seconds 30] [--json FILE]

The workspace needs a release; it is not changed. wrk and nginx share the machine with the site. Every request comes
from another made-up address, so that limits of one address are not what is measured.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support import nginx  # noqa: E402

PAGES = 500
ADDRESSES = "    set_real_ip_from 127.0.0.1;\n    real_ip_header X-Bench-Address;\n"
SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at + 1
  local from = string.format("10.%%d.%%d.%%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
  return wrk.format("GET", paths[at %% #paths + 1], {["X-Bench-Address"] = from%s})
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Figure:
    """One load: what it asked for, what came, and what it must reach."""

    name: str
    requests_per_second: float
    p99_ms: float
    errors: int
    least: float = 0
    longest_ms: float = 0

    @property
    def met(self) -> bool:
        in_time = not self.longest_ms or self.p99_ms <= self.longest_ms
        return self.errors == 0 and self.requests_per_second >= self.least and in_time


def main() -> int:
    options = _options()
    cores, busy = os.cpu_count() or 1, os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="firstcontact-load-") as folder:
        figures = measure(Path(options.workspace), Path(folder), options.seconds)
    is_busy = busy > 1.5 * cores
    _print(figures, busy, cores, is_busy)
    if options.json:
        said = {"load_average": busy, "cores": cores, "busy": is_busy, "figures": [asdict(f) for f in figures]}
        Path(options.json).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    return 0 if is_busy or all(f.met for f in figures) else 1


def measure(workspace: Path, folder: Path, seconds: int) -> list[Figure]:
    copy, pages = _copy(workspace, folder / "region")
    port, environment = nginx.free_port(), _environment(copy)
    _site(environment, "init", "-w", copy)
    seeded = _site(environment, "seed", "-w", copy, check=False) == 0
    print(f"{len(pages)} pages of practices, example content: {'yes' if seeded else 'no'}", file=sys.stderr)
    kept = "/en/news/" if seeded else "/en/"
    site = subprocess.Popen(_command("run", "-w", copy, "--port", port), env=environment, stdout=subprocess.DEVNULL)
    with nginx.server(copy, folder, port, ADDRESSES) as public:
        try:
            _wait(public, kept)
            figures = _while_all_is_well(public, folder, pages, kept, seconds)
        finally:
            site.send_signal(signal.SIGINT)
            site.wait(60)
        return figures + _when_the_site_is_off(public, folder, pages, kept, seconds)


def _while_all_is_well(port: int, folder: Path, pages: list[str], kept: str, seconds: int) -> list[Figure]:
    load = _Load(port, folder, seconds)
    names = ("oak", "north", "famly", "health", "saint", "medical", "center", "valley")
    search = [f"/en/search/?q={name}" for name in names]
    return [
        load.figure("pages of practices", pages, least=5000, longest_ms=50),
        load.figure("pages of practices, compressed", pages, zipped=True, least=5000, longest_ms=50),
        load.figure("a kept page of the site", [kept], least=500),
        load.figure("a page that the site makes", [f"{kept}?x=1"]),
        load.figure("search", search, least=200, longest_ms=200),
    ]


def _when_the_site_is_off(port: int, folder: Path, pages: list[str], kept: str, seconds: int) -> list[Figure]:
    load = _Load(port, folder, max(3, seconds // 3))
    rest = ["/en/search/?q=oak", "/en/compare/", kept]
    return [
        load.figure("site and database off: pages of practices", pages, least=5000, longest_ms=50),
        load.figure("site and database off: search, compare, last copy", rest, least=100),
    ]


class _Load:
    """wrk with one thread and 16 connections."""

    def __init__(self, port: int, folder: Path, seconds: int) -> None:
        self.port, self.folder, self.seconds = port, folder, seconds

    def figure(self, name: str, paths: list[str], zipped: bool = False, **limits: float) -> Figure:
        (self.folder / "paths.txt").write_text("\n".join(paths) + "\n", encoding="utf-8")
        script = self.folder / "load.lua"
        script.write_text(SCRIPT % (self.folder / "paths.txt", ', ["Accept-Encoding"] = "gzip"' if zipped else ""))
        self._run(script, 2)
        requests, microseconds, errors, p99 = self._run(script, self.seconds)
        return Figure(name, requests / microseconds * 1e6, p99 / 1000, errors, **limits)

    def _run(self, script: Path, seconds: int) -> tuple[int, ...]:
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        told = subprocess.run([*command, f"http://127.0.0.1:{self.port}"], capture_output=True, text=True, check=True)
        return tuple(map(int, re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", told.stdout).groups()))


def _copy(workspace: Path, target: Path) -> tuple[Path, list[str]]:
    """The workspace's settings and live release, with pages of practices repeated until there are 500."""
    live = os.readlink(workspace / "releases" / "current")
    release = target / "releases" / live
    shutil.copytree(workspace / "releases" / live, release)
    for path in [release, *release.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    (target / "releases" / "current").symlink_to(live)
    shutil.copy(workspace / "firstcontact.toml", target)
    folder = release / "site" / "en" / "practice"
    real = sorted(p.parent for p in folder.glob("*/index.html") if p.parent.name != "a-z")
    for number in range(PAGES - len(real)):
        shutil.copytree(real[number % len(real)], folder / f"load-{number}")
    found = sorted(p.parent.name for p in folder.glob("*/index.html"))[:PAGES]
    sizes = sorted((folder / name / "index.html").stat().st_size for name in found)
    print(f"page sizes: {sizes[0]:,} to {sizes[-1]:,} bytes, median {sizes[len(sizes) // 2]:,}", file=sys.stderr)
    return target, [f"/en/practice/{name}/" for name in found]


def _environment(workspace: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    given = {"FIRSTCONTACT_PROXY_HEADER": "X-Real-IP", "PYTHONPATH": path}
    return {k: v for k, v in os.environ.items() if not k.startswith("FIRSTCONTACT_")} | given


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "firstcontact.cli", "site", *map(str, words)]


def _site(environment: dict, *words: object, check: bool = True) -> int:
    kept = None if check else subprocess.DEVNULL
    return subprocess.run(
        _command(*words), env=environment, check=check, stdout=subprocess.DEVNULL, stderr=kept
    ).returncode


def _wait(port: int, path: str, seconds: int = 120) -> None:
    """Until the site itself answers and has kept its page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).close()
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The site did not start.")


def _print(figures: list[Figure], busy: float, cores: int, is_busy: bool) -> None:
    print(f"{cores} cores, load average {busy:.1f} before the start" + (": busy, no figure counts" if is_busy else ""))
    for f in figures:
        limit = f">= {f.least:,.0f}/s" if f.least else "no limit"
        limit += f", p99 <= {f.longest_ms:.0f} ms" if f.longest_ms else ""
        verdict = "busy" if is_busy else "met" if f.met else "NOT MET"
        came = f"{f.requests_per_second:9,.0f}/s  p99 {f.p99_ms:8.1f} ms  {f.errors} errors"
        print(f"{f.name:52} {came}  {limit}: {verdict}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-w", "--workspace", required=True)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
