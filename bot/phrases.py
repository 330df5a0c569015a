"""The bot's own words, from the Fluent files under `prompts/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

DEFAULT_LANGUAGE = "en"
_LONGEST_VALUE = 2_500  # characters; fluent.runtime refuses to put a longer value into a sentence
_FOLDER = Path(__file__).resolve().parent.parent / "prompts"


class Phrases:
    """The sentences of one language, by their ids."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """Read every Fluent file of `language`."""
        self.language = language
        # Isolation marks would be characters of the message that nobody sees and everybody copies.
        self._bundle = FluentBundle([language], use_isolating=False)
        for file in sorted((_FOLDER / language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))

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
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return value[: _LONGEST_VALUE - 1] + "…"
    return value


@cache
def phrases(language: str = DEFAULT_LANGUAGE) -> Phrases:
    """Return the sentences of `language`, read once."""
    return Phrases(language)
