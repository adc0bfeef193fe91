"""The shipped nginx.conf on a free loopback port: only addresses, folders and the TLS lines are changed."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def available() -> bool:
    return Path(NGINX).is_file()


def configuration(workspace: Path, folder: Path, port: int, site_port: int, extra: str = "") -> str:
    """The shipped text for this workspace. `extra` goes to the head of the http block."""
    text = SHIPPED.read_text(encoding="utf-8")
    server = text.index("    server {\n        listen 80;")
    text = text[:server] + text[text.index("    server {\n        listen 443") :]
    text = re.sub(r"\n +(ssl_\S+|listen \[::\]).*", "", text)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("/srv/firstcontact/region", str(workspace)).replace("127.0.0.1:8000", f"127.0.0.1:{site_port}")
    text = text.replace("region.example", "localhost").replace("/run/nginx.pid", str(folder / "nginx.pid"))
    text = text.replace("error_log stderr crit;", f"error_log {folder}/error.log crit;")
    text = text.replace("access_log /dev/stdout", f"access_log {folder}/access.log")
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in names)
    user = "user root;\n" if os.getuid() == 0 else ""  # temporary folders of tests are open to their owner only
    return user + text.replace("http {\n", f"http {{\n{places}{extra}", 1)


@contextmanager
def server(workspace: Path, folder: Path, site_port: int, extra: str = "") -> Iterator[int]:
    """The port it listens on."""
    port = free_port()
    path = folder / "nginx.conf"
    path.write_text(configuration(workspace, folder, port, site_port, extra), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-c", str(path), "-g", "daemon off;"], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def wait_for(port: int, process: subprocess.Popen, seconds: float = 60) -> None:
    for _ in range(int(seconds * 10)):
        if process.poll() is not None:
            raise RuntimeError(f"ended at once: {process.stderr.read().decode() if process.stderr else ''}")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {port}")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
