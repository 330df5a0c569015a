"""The bot's own words, in the languages that have a folder of Fluent files under `prompts/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from index.plain import cut

DEFAULT_LANGUAGE = "en"
LANGUAGES = (DEFAULT_LANGUAGE, "zh-Hant", "zh-Hans")
"""Every language that the bot speaks, by its tag and its folder's name."""

_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_LONGEST_VALUE = 2_500  # characters; fluent.runtime refuses to put a longer value into a sentence
_FOLDER = Path(__file__).resolve().parent.parent / "prompts"


class Phrases:
    """The sentences of one language, by their ids."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """Read every Fluent file of `language`, over the English ones, which stand in for what it lacks."""
        self.language = language
        # Isolation marks would be characters of the message that nobody sees and everybody copies.
        self._bundle = FluentBundle([language], use_isolating=False)
        for folder in dict.fromkeys((DEFAULT_LANGUAGE, language)):
            for file in sorted((_FOLDER / folder).glob("*.ftl")):
                resource = FluentResource(file.read_text(encoding="utf-8"))
                self._bundle.add_resource(resource, allow_overrides=folder != DEFAULT_LANGUAGE)

    def __call__(self, phrase: str, /, **values: str | float) -> str:
        """Return the sentence called `phrase`, with `values` in their places, cut where they are very long.

        Raises:
            KeyError: there is no such sentence, or a value that it needs was not given.
        """
        message = self._bundle.get_message(phrase) if self._bundle.has_message(phrase) else None
        if message is None or message.value is None:
            raise KeyError(phrase)
        text, errors = self._bundle.format_pattern(message.value, {name: _cut(value) for name, value in values.items()})
        if errors:
            raise KeyError(f"{phrase}: {errors}")
        return str(text)


def _cut(value: str | float) -> str | float:
    return cut(value, _LONGEST_VALUE) if isinstance(value, str) else value


def language_of(locale: str | None) -> str:
    """Return which of `LANGUAGES` a member reads whose client is set to `locale`, as in "zh-TW", "zh_CN" or "en-GB".

    Chinese without a script or region is taken for Simplified, Cantonese for Traditional; whatever else the bot does
    not speak is answered in English.
    """
    first, *rest = (locale or "").replace("_", "-").casefold().split("-")
    if first not in ("zh", "yue"):
        return DEFAULT_LANGUAGE
    traditional = "hans" not in rest and (first == "yue" or not _TRADITIONAL.isdisjoint(rest))
    return "zh-Hant" if traditional else "zh-Hans"


def phrases(locale: str | None = None) -> Phrases:
    """Return the sentences for a member whose client is set to `locale`; each language is read once."""
    return _read(language_of(locale))


@cache
def _read(language: str) -> Phrases:
    return Phrases(language)
