"""nginx before Odoo as many servers have it: plain HTTP is sent to HTTPS."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from devkit.ports import free_ports, listens
from devkit.processes import start, stop
from e2e.listening import TIMEOUT_SECONDS, nginx_or_skip, open_folder

CONFIGURATION = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {port};
        return 301 https://$host$request_uri;
    }}
}}
"""


@contextmanager
def redirecting() -> Iterator[int]:
    """Run nginx on all of the machine's addresses; yield its port."""
    program = nginx_or_skip()
    [port] = free_ports(1)
    with open_folder() as folder:
        file = folder / "nginx.conf"
        file.write_text(CONFIGURATION.format(folder=folder, port=port))
        options = ["-p", f"{folder}/", "-c", file, "-g", "daemon off;"]
        with (folder / "log").open("wb") as log:
            process = start([program, *options], output=log)
        try:
            deadline = time.monotonic() + TIMEOUT_SECONDS
            while not listens(process.pid, port):
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield port
        finally:
            stop(process)
