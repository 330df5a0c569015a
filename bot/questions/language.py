"""The language that a question is in, by its script and its function words."""

from __future__ import annotations

from bot.questions.words import fold, is_han, is_kana, tokens

_WORDS = {
    "en": """the a an of to in is are was were did does do what who how why when where which that it he she they his her
    and or for on at with about said say any many much there this from be has have had not you me i can will would""",
    "fr": """le la les un une des du de est sont etait qui que quoi quel quelle quels quelles comment pourquoi quand ou
    combien dans sur pour avec par et il elle ils elles a ont dit au aux ce cette ces son sa ses se pas d l qu c""",
    "es": """el la los las un una unos de del es son era fue quien quienes que cual cuales como por cuando donde cuanto
    cuantos cuanta cuantas en sobre para con y el ella ellos dijo ha han se su sus no al lo a""",
    "de": """der die das den dem des ein eine einen einem einer ist sind war waren wer was wie warum wann wo welche
    welcher welches wieviel wieviele viele in auf fur mit von und er sie es hat haben sagt sagte uber nicht zu im am
    wurde wurden dass""",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_OWN_MARKS = {"es": "¿¡ñ", "de": "ßäöü", "fr": "çœèêàùû"}


def language_of(text: str) -> str:
    """Return "zh", "ja", "en", "fr", "es" or "de"; "other" for another script.

    Chinese and Japanese questions may hold names in Latin letters, so a few of their characters decide. A text of
    no function words is taken for English, the language of the articles.
    """
    if sum(map(is_kana, text)) >= 1:
        return "ja"
    if sum(map(is_han, text)) >= 1:
        return "zh"
    letters = [c for c in text if c.isalpha()]
    if letters and sum(ord(c) < 0x250 for c in letters) < len(letters) / 2:
        return "other"
    words = [part for token in tokens(text) for part in fold(token.text).split("'")]
    lower = text.lower()
    scores = {
        language: sum(word in known for word in words) + 1.5 * any(c in lower for c in _OWN_MARKS.get(language, ""))
        for language, known in _FUNCTION_WORDS.items()
    }
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    return best if scores[best] > scores["en"] else "en"
