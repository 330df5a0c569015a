"""The names and descriptions of the commands in the languages of Discord's clients."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.phrases import DEFAULT_LANGUAGE, language_of, phrases


def translatable(text: str, phrase: str) -> app_commands.locale_str:
    """Return `text`, which is what members read in English, so that `PhraseTranslator` finds it under `phrase`."""
    return app_commands.locale_str(text, phrase=phrase)


class PhraseTranslator(app_commands.Translator):
    """Translates what `translatable` made by the bot's own phrases."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - discord.py's signature
    ) -> str | None:
        """Return the text for `locale`, None where it is the English one, which is there already."""
        phrase = string.extras.get("phrase")
        if phrase is None or language_of(locale.value) == DEFAULT_LANGUAGE:
            return None
        return phrases(locale.value)(phrase)
