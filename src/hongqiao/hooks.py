"""Every plug point of Hongqiao, with one line each.

A plug is any installed distribution's entry point in one of these groups.
"""

from importlib.metadata import EntryPoint, entry_points

GROUPS = {
    "hongqiao.packs": "a package of data: places, institutions, documents, indicators of one pair or cluster of cities",
    "hongqiao.languages": "a language pack for the reader of quantities",
    "hongqiao.extractors": "a second opinion on documents; its claims pass only if quote and value stand in the text",
    "hongqiao.encoders": "a text encoder for the technology exchange",
}


def plugs(group: str) -> list[EntryPoint]:
    """The entry points of one group, by name; raises LookupError for a group that is not in GROUPS."""
    if group not in GROUPS:
        raise LookupError(f"no plug point is called {group!r}; there are {', '.join(GROUPS)}")
    return sorted(entry_points(group=group), key=lambda entry: entry.name)
