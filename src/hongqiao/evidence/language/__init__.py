"""Languages as data: one pack each, found beside this module or through the hook ``hongqiao.languages``.

A plug of that hook is an entry point whose object is the path of a pack, or its tables as a mapping.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint
from importlib.resources import files
from pathlib import Path
from typing import Any

from hongqiao.errors import BadLanguagePack, UnknownLanguage
from hongqiao.evidence.language.compile import compile_pack
from hongqiao.evidence.language.detect import detect_among
from hongqiao.evidence.language.pack import Pack
from hongqiao.hooks import plugs

__all__ = ["OWN", "Pack", "compile_pack", "detect", "languages", "pack", "refresh"]

OWN = ("de", "en", "fr", "ja", "pt", "zh")


@lru_cache(maxsize=1)
def _plugged() -> dict[str, EntryPoint]:
    # looking through all installed distributions takes milliseconds, longer than reading a document
    return {plug.name: plug for plug in plugs("hongqiao.languages")}


def languages() -> tuple[str, ...]:
    """The codes of all languages that can be read: ours, and those plugged in."""
    return tuple(sorted({*OWN, *_plugged()}))


def refresh() -> None:
    """Looks for plugged languages anew, after one was installed while the program runs."""
    _plugged.cache_clear()
    pack.cache_clear()


@lru_cache(maxsize=64)
def pack(code: str) -> Pack:
    """The pack of a language; ``zh-Hant`` or ``pt_BR`` find ``zh`` and ``pt``. Raises UnknownLanguage for others.

    >>> pack("de").name
    'Deutsch'
    """
    short = code.replace("_", "-").partition("-")[0].lower()
    plug = _plugged().get(code) or _plugged().get(short)
    if plug is not None:
        return compile_pack(_tables(plug.load(), plug.name))
    if short not in OWN:
        raise UnknownLanguage(f"no language pack for {code!r}; there are {', '.join(languages())}")
    return compile_pack(tomllib.loads(files(__package__).joinpath(f"{short}.toml").read_text(encoding="utf-8")))


def _tables(plugged: object, name: str) -> Mapping[str, Any]:
    if isinstance(plugged, Mapping):
        return plugged
    if isinstance(plugged, str | Path):
        return tomllib.loads(Path(plugged).read_text(encoding="utf-8"))
    raise BadLanguagePack(f"the plug {name!r} gives {type(plugged).__name__}; a path or a mapping of tables is right")


def detect(text: str) -> str:
    """The language of a text among those that can be read.

    >>> detect("Die Stadt hat einen neuen Plan für das Gebiet beschlossen.")
    'de'
    """
    return detect_among(text, {code: pack(code).stopwords for code in languages()})
