"""Understanding a question: whom it names, what it wants, and what it takes from the turn before.

`understand` turns a member's text into a `Question`; `preferences` says what that means for each passage. Nothing
here searches or answers. The steps are modules: `courtesy` (texts that ask nothing), `trimming` (the part that asks),
`cast`, `speakers`, `roles` and `scripts` (who is named), `kinds` (what is wanted), `following` (the turn before);
beside them `choices` (offering speakers while a member types) and `messages` (somebody's message as a subject).
"""

from __future__ import annotations

from bot.questions.choices import SpeakerChoice, chosen, directory_of
from bot.questions.messages import as_topic, wording
from bot.questions.preferences import COLUMNS, Preferences, first_words, preferences, words_of
from bot.questions.question import COURTESIES, Kind, Manner, Named, Question
from bot.questions.understanding import understand

__all__ = [
    "COLUMNS", "COURTESIES", "Kind", "Manner", "Named", "Preferences", "Question", "SpeakerChoice", "as_topic",
    "chosen", "directory_of", "first_words", "preferences", "understand", "wording", "words_of",
]  # fmt: skip
