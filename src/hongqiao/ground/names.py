"""Names: one thing in several languages, with aliases; a missing language is said, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LANGUAGES = ("en", "de", "zh")


@dataclass(frozen=True, slots=True)
class Names:
    """What a thing is called: (language, name) pairs, the first of each language being the one to show.

    >>> Names.of(en="Kunshan", zh="昆山").in_language("zh")
    '昆山'
    >>> Names.of(en="Kunshan", zh="昆山").shown("de")
    ('Kunshan', 'en')
    """

    entries: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, names: Mapping[str, str | list[str]] | None = None, /, **languages: str | list[str]) -> Self:
        """Names from a mapping or keywords of language to a name or a list of them; empty ones are left out."""
        pairs = [
            (language, name.strip())
            for language, given in {**(names or {}), **languages}.items()
            for name in ([given] if isinstance(given, str) else given)
            if name.strip()
        ]
        if not pairs:
            raise ValueError("a thing needs a name in at least one language")
        return cls(tuple(pairs))

    def in_language(self, language: str) -> str | None:
        """The name in exactly this language, or None."""
        return next((name for tongue, name in self.entries if tongue == language), None)

    def shown(self, language: str) -> tuple[str, str]:
        """The name to show and the language it is in; where it differs from the one asked for, pages say so."""
        for wanted in (language, *LANGUAGES):
            name = self.in_language(wanted)
            if name is not None:
                return name, wanted
        tongue, name = self.entries[0]
        return name, tongue

    def all(self) -> tuple[str, ...]:
        """Every name, in every language, each once."""
        return tuple(dict.fromkeys(name for _, name in self.entries))
