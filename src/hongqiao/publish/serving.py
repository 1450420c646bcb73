"""Serving on this machine: gunicorn with threads, and the job worker beside it; all of them end together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from gunicorn.app.base import BaseApplication

from hongqiao.errors import PortTaken

HOST = "127.0.0.1"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal a process gets when its parent dies


def require_port(port: int) -> None:
    """Raise PortTaken where something listens on the port already."""
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} of {HOST} cannot be used ({error.strerror}); choose another one with --port"
            ) from None


def die_with_parent() -> None:
    """Ask the kernel to end this process with its parent, also where the parent is killed; Linux alone can."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class _Site(BaseApplication):
    """Gunicorn with our settings, started from here instead of from its own command."""

    def __init__(self, port: int, options: dict[str, Any]) -> None:
        self._port, self._options = port, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from hongqiao.publish.wsgi import application

        self._warm(application)
        return application

    def _warm(self, application: Any) -> None:
        from django.db import connections

        from hongqiao.publish.warming import warm  # its models can be imported once the application stands

        warm(application, HOST, self._port)
        connections.close_all()  # this thread serves nobody


def job_worker() -> subprocess.Popen[bytes]:
    """The process that keeps a worker for background jobs running."""
    return subprocess.Popen(
        [sys.executable, "-m", "hongqiao.publish.working"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"},
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one call to the kernel, before any thread exists
    )


def serve(port: int, workers: int = 2) -> None:
    """Serve until stopped; the job worker runs beside it."""
    worker = job_worker()
    try:
        _Site(
            port,
            {
                "bind": f"{HOST}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": 4,
                "timeout": 120,
                "graceful_timeout": 10,
                "keepalive": 5,
                "loglevel": "warning",
                "control_socket_disable": True,
                "post_fork": lambda _server, _worker: die_with_parent(),
                **({"worker_tmp_dir": "/dev/shm"} if sys.platform == "linux" else {}),  # noqa: S108 - a heartbeat, no content
            },
        ).run()
    finally:
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=10)
