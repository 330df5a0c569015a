"""The part of a member's text to search with: no greeting before it, no "thanks" after it, no long preamble."""

from __future__ import annotations

import re

from bot.questions.words import fold, tokens
from index.sentences import sentence_spans

_LONG = 160  # characters; a shorter text is kept whole
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|heya|hiya|yo|good (?:morning|afternoon|evening|day)|morning|greetings|dear (?:all|bot)|gm|gday"
    r"|bonjour|bonsoir|salut|hola|buenos d[ií]as|buenas tardes|hallo|guten (?:tag|morgen|abend)|你好|您好|大家好|早晨|哈囉"
    r"|こんにちは|こんばんは|おはようございます)"
    r"(?: (?:all|everyone|everybody|there|bot|guys|team|folks|house|à tous|a todos|zusammen))*[\s,!.:;、，。！–—-]+)+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|um+|uh+|hmm+|btw|anyway|also|right|now|real question|quick question|question|just wondering"
    r"|curious|@?bot|唔該|請問|请问|麻煩|すみません)\b[\s,:;–—-]*|請問|请问|唔該)+(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,.!–—-]+(?:(?:thanks|thank you|thx|ty|cheers|pls|please|plz|lol|lmao|haha|ta|merci|gracias|danke|唔該|謝謝|谢谢)"
    r"(?: (?:in advance|a lot|so much|all|everyone|mate))?[\s!.🙏😂🙂😀]*)+$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|whats|what's|when|where|which|why|how|did|does|is there|are there|was|were|could (?:some|any)"
    r"|can (?:some|any)|tell me|anyone know|list|give me|show me|remind me|looking for|qui|que|quel\w*|combien|quien|cuant\w*"
    r"|wer|was|wie|warum|welche\w*)\b"
)
_CJK_ASKS = re.compile(r"[誰谁何邊边嗎吗呢]|什麼|什么|点解|點解|點樣|怎|幾|多少|か[?？。]?$")
_LEANS = frozenset("he she they it him her them his their its this that these those".split())


def searchable(text: str) -> str:
    """Return the part of a tidied text that asks; the whole where nothing can be cut."""
    kept = _sentence_that_asks(text) if len(text) > _LONG else text
    for pattern in (_GREETING, _LEAD, _TAIL):
        cut = pattern.sub("", kept)
        question_mark = "?" if pattern is _TAIL and cut != kept and "?" in kept and "?" not in cut else ""
        if sum(len(token.word) > 1 for token in tokens(cut)) >= 1:
            kept = cut.strip() + question_mark
    return kept or text


def _sentence_that_asks(text: str) -> str:
    """Return the last sentence of `text` that asks, with the one before it where it leans on that."""
    sentences = [span.of(text) for span in sentence_spans(text)]
    asking = [i for i, one in enumerate(sentences) if one.rstrip(" )\"'”").endswith(("?", "？"))]
    asking = asking or [i for i, one in enumerate(sentences) if _ASKS.search(fold(one)) or _CJK_ASKS.search(one)]
    if not asking:
        return text
    at = asking[-1]
    sentence = sentences[at]
    before, colon, after = sentence.rpartition(": ")
    if colon and _ASKS.search(fold(after)) and len(after.split()) >= 3:
        sentence = after
    if at and {token.word for token in tokens(sentence)} & _LEANS and len(sentence) < _LONG:
        return f"{sentences[at - 1]} {sentence}" if len(sentences[at - 1]) < _LONG else sentence
    return sentence
