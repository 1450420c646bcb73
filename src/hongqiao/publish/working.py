"""The process beside the site: it takes up unfinished jobs, runs the job worker, and starts another where that one dies."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from hongqiao.publish.serving import die_with_parent

PAUSE = 1.0  # seconds before another worker is started
_WORKER = ["db_worker", "--queue-name", "*", "--no-reload", "--interval", "1", "--no-startup-delay", "--verbosity", "0"]


def main() -> None:
    """Keep a worker running until asked to end."""
    ending = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()
        for process in running:
            process.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    import django

    django.setup()
    from hongqiao.record import jobs

    while not ending.is_set():
        jobs.take_up()
        _close()
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "django", *_WORKER],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"},
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one call to the kernel, before any thread exists
        )
        running[:] = [process]
        if ending.is_set():
            process.terminate()
        process.wait()
        ending.wait(PAUSE)
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()


def _close() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
