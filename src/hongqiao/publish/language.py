"""The language of a page is the first part of its address: /de/, /en/, /zh/."""

from django.http import HttpRequest
from django.urls import translate_url
from django.urls.resolvers import LocalePrefixPattern, URLResolver
from django.utils.translation import get_language, override

#: Django's code of a language → ours, which stands in addresses and in data
OURS = {"de": "de", "en": "en", "zh-hans": "zh"}
NAMES = {"de": "Deutsch", "en": "English", "zh-hans": "中文"}
#: how a page says its language to browsers, so that they choose the right glyphs
TAGS = {"de": "de", "en": "en", "zh-hans": "zh-Hans"}


def ours() -> str:
    """The language of this page as de, en or zh."""
    return OURS.get(get_language() or "en", "en")


class LanguagePrefix(LocalePrefixPattern):
    """Django's language prefix, with /zh/ for simplified Chinese."""

    @property
    def language_prefix(self) -> str:
        """The prefix of the language that is active now."""
        return f"{ours()}/"


def in_each_language(patterns: list[object]) -> URLResolver:
    """The patterns below /de/, /en/ and /zh/."""
    return URLResolver(LanguagePrefix(), patterns)


def same_page(request: HttpRequest) -> list[dict[str, object]]:
    """This page's address in each language, the query kept, so that switching loses no place."""
    here = request.get_full_path()
    found = []
    for code, name in NAMES.items():
        address = translate_url(here, code)
        if address == here and code != get_language():  # a page that stands in no language (an error) leads home
            with override(code):
                address = f"/{ours()}/"
        found.append({"name": name, "tag": TAGS[code], "address": address, "current": code == get_language()})
    return found
