"""Messages as Slack lays them out: Block Kit blocks, and the same as plain text beside them.

Words that are not the bot's own (passages, names, roles, titles, questions) stand in rich text, whose pieces Slack
shows as they are, or in plain text objects. Neither knows formatting, so an article's asterisks and backticks stay
what they are; only text objects and the `text` beside the blocks have to be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    TextObject,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.phrases import Phrases
from bot.rendering import Message, Quotation, fit_lines, shorten

# Characters before escaping, which at worst makes five of one. A text object takes 3,000 and a whole message some
# 13,000 before Slack answers msg_blocks_too_long; the sum of these stays below.
_PASSAGE = 3_000
_PERSON, _PERSON_BRIEFLY = 600, 200
_PLACE = 400
_ASKED = 300
_OTHER = 200
_MOST_FURTHER = 7
_LEAD = 600
_LINES, _MOST_LINES = 3_000, 50
_WORDS = 2_000
_ADDRESS = 2_000

_IN_CONTROL_SEQUENCE = re.compile(r"(?<=<)(?=[!@#A-Za-z])")
_TextStyle = RichTextElementParts.TextStyle


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A laid-out message: `blocks`, and `text` for notifications, screen readers and clients that show no blocks.

    `text` is escaped already.
    """

    text: str
    blocks: tuple[Block, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of chat.postMessage, chat.update and a response_url for this message.

        Raises:
            SlackObjectFormationError: a block breaks a rule of Block Kit that slack_sdk knows.
        """
        return {
            "text": self.text,
            "blocks": [block.to_dict() for block in self.blocks],
            "mrkdwn": False,
            "parse": "none",
            "link_names": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }

    def without_blocks(self) -> SlackMessage:
        """Return the message as text alone, for when Slack refuses its blocks."""
        return SlackMessage(self.text)


def lay_out(
    message: Message, say: Phrases, asked: str | None = None, buttons: ActionsBlock | None = None
) -> SlackMessage:
    """Lay out a reply, with `buttons` below it.

    `asked` is a line above it, which repeats the question where the conversation does not show it.
    """
    blocks: list[Block] = []
    lines: list[str] = []
    if asked:
        line = _cut(asked, _ASKED)
        blocks.append(ContextBlock(elements=[_plain(line)]))
        lines.append(line)
    further = message.further[:_MOST_FURTHER]
    body: list[RichTextElement] = []
    if message.lead:
        body.append(_section(_text(_cut(message.lead, _LEAD))))
        lines.append(_cut(message.lead, _LEAD))
    if message.quotation:
        quotation = shorten(message.quotation, _PASSAGE // 2 if further else _PASSAGE)
        body += _quotation(quotation)
        lines += _quotation_lines(quotation, say)
    if body:
        blocks.append(RichTextBlock(elements=body))
    if message.quotation:
        blocks.append(_evidence(message.quotation, message.note, say))
    if message.note:
        lines.append(message.note)
    for one in further:
        quotation = shorten(one, _OTHER)
        quotation = replace(quotation, who=_cut(quotation.who, _PERSON_BRIEFLY))
        blocks.append(RichTextBlock(elements=_quotation(quotation)))
        lines += _quotation_lines(quotation, say)[:2]
    if missing := len(message.further) - len(further) + message.left_out:
        line = say("list-more", count=missing)
        blocks.append(ContextBlock(elements=[_plain(line)]))
        lines.append(line)
    for other in message.others:
        line = say("slack-also-close", words=shorten(other, _OTHER).text, who=_cut(other.who, _PERSON_BRIEFLY))
        blocks.append(ContextBlock(elements=[_plain(line)]))
        lines.append(line)
    if buttons:
        blocks.append(buttons)
    return SlackMessage(escape("\n".join(lines)), tuple(blocks))


def lay_out_text(text: str) -> SlackMessage:
    """Lay out one sentence or paragraph, with nothing in it formatted."""
    words = _cut(text, _WORDS)
    return SlackMessage(escape(words), (RichTextBlock(elements=[_section(_text(words))]),))


def lay_out_lines(heading: str, lines: Sequence[str], say: Phrases, bold: bool = True) -> SlackMessage:
    """Lay out a heading, bold or as an ordinary sentence, and a list under it; what does not fit is counted."""
    heading = _cut(heading, _WORDS)
    lines = [_cut(line, _PERSON) for line in lines]
    room = sum(len(line) + 1 for line in lines[:_MOST_LINES]) + len(say("speakers-more", count=len(lines))) + 1
    fitting = fit_lines(lines, min(room, _LINES), say)
    body: list[RichTextElement] = [_section(_text(heading, bold=bold and bool(lines)))]
    if fitting:
        body.append(RichTextListElement(style="bullet", elements=[_section(_text(line)) for line in fitting]))
    text = "\n".join([heading, *(f"• {line}" for line in fitting)])
    return SlackMessage(escape(text), (RichTextBlock(elements=body),))


def escape(text: str) -> str:
    """Return `text` with the three characters escaped that Slack's text objects read as control sequences."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quotation(quotation: Quotation) -> list[RichTextElement]:
    words = [part for run in quotation.runs for part in _text(run.text, bold=run.strong)]
    who = _text(_cut(quotation.who, _PERSON), bold=bool(quotation.how), italic=not quotation.how)
    how = _text(f" ({quotation.how})") if quotation.how else []
    return [RichTextQuoteElement(elements=words), _section([*_text("— "), *who, *how])]


def _quotation_lines(quotation: Quotation, say: Phrases) -> list[str]:
    who = _cut(quotation.who, _PERSON)
    return [
        f"“{quotation.text}”",
        "— " + (say("slack-said-by", who=who, how=quotation.how) if quotation.how else who),
        _cut(quotation.where, _PLACE),
    ]


def _evidence(quotation: Quotation, note: str | None, say: Phrases) -> ContextBlock:
    elements: list[TextObject] = [_plain(_cut(quotation.where, _PLACE))]
    if note:
        elements.append(_plain(note))
    if quotation.link and len(quotation.link) <= _ADDRESS:
        # The only place that needs Slack's own markup: the address has no delimiter in it, and the label is ours.
        link = f"<{escape(quotation.link)}|{escape(say('slack-open-article'))}>"
        elements.append(MarkdownTextObject(text=link, verbatim=True))
    return ContextBlock(elements=elements)


def _section(parts: Sequence[RichTextElement]) -> RichTextSectionElement:
    return RichTextSectionElement(elements=parts)


def _text(text: str, *, bold: bool = False, italic: bool = False) -> list[RichTextElement]:
    """Return `text` as pieces of rich text, shown exactly as they are.

    A piece ends inside whatever looks like a control sequence ("<" with "!channel>" after it), so that not even a
    client that does read those in rich text finds one. What is shown and copied stays the same.
    """
    style = _TextStyle(bold=bold or None, italic=italic or None) if bold or italic else None
    return [RichTextElementParts.Text(text=piece, style=style) for piece in _IN_CONTROL_SEQUENCE.split(text) if piece]


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=escape(text), emoji=False)


def _cut(text: str, most: int) -> str:
    """Return at most `most` characters of `text`, with an ellipsis where some are missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
