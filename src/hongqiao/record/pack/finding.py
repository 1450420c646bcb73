"""Where packs lie: installed ones by entry point, others by their folder."""

from importlib.util import find_spec
from pathlib import Path

from hongqiao import hooks
from hongqiao.errors import UnknownPack


def names() -> list[str]:
    """The names of the installed packs."""
    return [entry.name for entry in hooks.plugs("hongqiao.packs")]


def find(name: str | Path) -> Path:
    """The folder of a pack: an installed pack's name, or a path to a folder that holds a `pack.toml`."""
    for entry in hooks.plugs("hongqiao.packs"):
        if entry.name == str(name):
            spec = find_spec(entry.module)
            if spec is None or spec.origin is None:
                raise UnknownPack(f"the pack {name} is announced by {entry.value}, which cannot be imported")
            return Path(spec.origin).parent
    folder = Path(name)
    if (folder / "pack.toml").is_file():
        return folder
    listed = ", ".join(names()) or "none is installed"
    if folder.is_dir():
        raise UnknownPack(f"the folder {folder} holds no pack.toml; `hongqiao new NAME` writes one to start from")
    raise UnknownPack(f"no pack and no folder is called {str(name)!r}; the packs are: {listed}")
