"""The names and descriptions of the commands in the languages of Discord's clients."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.phrases import DEFAULT_LANGUAGE, language_of, phrases


def phrase_string(phrase: str) -> app_commands.locale_str:
    """Return what members read in English under the id `phrase`, so that `PhraseTranslator` finds the others."""
    return app_commands.locale_str(phrases()(phrase), phrase=phrase)


class PhraseTranslator(app_commands.Translator):
    """Translates what `phrase_string` made by the bot's own phrases."""

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
