"""Where numba keeps compiled kernels: beside the source, or in our cache folder where that cannot be written to."""

import contextlib
import os
import tempfile
from pathlib import Path

from numba import config, njit

from hongqiao.connect.cache import folder

__all__ = ["njit"]


def kernel_folder(beside: Path, cache: Path) -> Path | None:
    """The folder for compiled kernels; None where numba may keep them beside the source.

    Where not even the cache folder can be written to, a temporary one serves this process.
    """
    if os.access(beside, os.W_OK):
        return None
    with contextlib.suppress(OSError):
        (cache / "kernels").mkdir(parents=True, exist_ok=True)
        if os.access(cache / "kernels", os.W_OK):
            return cache / "kernels"
    return Path(tempfile.mkdtemp(prefix="hongqiao-"))


_elsewhere = None if config.CACHE_DIR else kernel_folder(Path(__file__).parent, folder())
if _elsewhere is not None:
    config.CACHE_DIR = str(_elsewhere)
