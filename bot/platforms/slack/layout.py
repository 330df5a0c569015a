"""Messages as Slack lays them out: Block Kit blocks, and the same as plain text beside them.

Words that are not the bot's own (passages, names, roles, titles, questions) stand in rich text, whose pieces Slack
shows as they are, or in plain text objects. Neither knows formatting, so an article's asterisks and backticks stay
what they are; only text objects and the `text` beside the blocks have to be escaped.

A passage stands in a block quotation or on a line of its own, and between no quotation marks but the article's: it is
often narration, or has marks of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
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

from bot.details import Details
from bot.phrases import Phrases
from bot.rendering import Message, Quotation, fit_lines, shorten
from index.plain import cut

# Characters before escaping, which at worst makes five of one. A text object takes 3,000.
_PASSAGE = 3_000
_PERSON, _PERSON_BRIEFLY = 600, 200
_PLACE = 400
_ASKED = 300
_OTHER = 200
_DETAIL = 1_300
_MOST_FURTHER = 7
_LEAD = 600
_LINES, _MOST_LINES = 3_000, 50
_WORDS = 2_000
_ADDRESS = 2_000

_MOST = 12_800
"""Characters of all blocks together, as they are sent; Slack answers msg_blocks_too_long at some 13,200."""
_SCALES = (1.0, 0.6, 0.35, 0.2, 0.1, 0.05, 0.02)
"""By how much texts are shortened that do not fit together, in turn."""

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
    return fitting(lambda scale: _reply(message, say, asked, buttons, scale))


def lay_out_details(details: Details, buttons: ActionsBlock | None = None) -> SlackMessage:
    """Lay out several passages below one another, with `buttons` below them."""
    return fitting(lambda scale: _passages(details, buttons, scale))


def fitting(build: Callable[[float], SlackMessage]) -> SlackMessage:
    """Return what `build` makes with its texts as long as fit; it is given by how much to shorten them."""
    for scale in _SCALES:
        made = build(scale)
        if len(json.dumps([block.to_dict() for block in made.blocks], ensure_ascii=False)) <= _MOST:
            return made
    return made.without_blocks()


def _reply(
    message: Message, say: Phrases, asked: str | None, buttons: ActionsBlock | None, scale: float
) -> SlackMessage:
    blocks: list[Block] = []
    lines: list[str] = []

    def add_line(line: str) -> None:
        blocks.append(ContextBlock(elements=[plain_line(line)]))
        lines.append(line)

    if asked:
        add_line(cut(asked, int(_ASKED * scale)))
    further = message.further[:_MOST_FURTHER]
    body: list[RichTextElement] = []
    if message.lead:
        lead = cut(message.lead, int(_LEAD * scale))
        body.append(paragraph(pieces(lead)))
        lines.append(lead)
    if message.quotation:
        quotation = shorten(message.quotation, int((_PASSAGE // 2 if further else _PASSAGE) * scale))
        body += _quotation(quotation, int(_PERSON * scale))
        lines += _quotation_lines(quotation, say)
    if body:
        blocks.append(RichTextBlock(elements=body))
    if message.quotation:
        blocks.append(_evidence(message.quotation, message.note, say, scale))
    if message.note:
        lines.append(message.note)
    brief = int(_PERSON_BRIEFLY * scale)
    for one in further:
        quotation = shorten(one, int(_OTHER * scale))
        quotation = replace(quotation, who=cut(quotation.byline, brief))
        blocks.append(RichTextBlock(elements=_quotation(quotation, brief)))
        lines += _quotation_lines(quotation, say)[:2]
    if missing := len(message.further) - len(further) + message.left_out:
        add_line(say("list-more", count=missing))
    for other in message.others:
        words = shorten(other, int(_OTHER * scale)).text
        add_line(say("slack-also-close", words=words, who=cut(other.byline, brief)))
    if message.offer:
        offered = [cut(question, int(_OTHER * scale)) for question in message.suggestions[:_MOST_FURTHER]]
        blocks.append(RichTextBlock(elements=[paragraph(pieces(message.offer)), bullets(offered)]))
        lines += [message.offer, *(f"• {question}" for question in offered)]
    if buttons:
        blocks.append(buttons)
    return SlackMessage(escape("\n".join(lines)), tuple(blocks))


def _passages(details: Details, buttons: ActionsBlock | None, scale: float) -> SlackMessage:
    lead = cut(details.lead, int(_LEAD * scale))
    blocks: list[Block] = [RichTextBlock(elements=[paragraph(pieces(lead))])]
    lines = [lead]
    for section in details.sections:
        quotation = shorten(section.quotation, max(2, int(min(len(section.quotation.text), _DETAIL) * scale)))
        where = cut(quotation.where, int(_OTHER * scale))
        body: list[RichTextElement] = []
        if section.label:
            body.append(paragraph(pieces(section.label, bold=section.marked, italic=not section.marked)))
            lines.append(section.label)
        blocks.append(RichTextBlock(elements=[*body, *_quotation(quotation, int(_PERSON_BRIEFLY * scale))]))
        also = [cut(quotation.also, int(_OTHER * scale))] if quotation.also else []
        blocks.append(ContextBlock(elements=[plain_line(place) for place in (where, *also)]))
        lines += [quotation.text, f"— {cut(quotation.who, _PERSON_BRIEFLY)}", where, *also]
    if details.note:
        blocks.append(ContextBlock(elements=[plain_line(details.note)]))
        lines.append(details.note)
    if buttons:
        blocks.append(buttons)
    return SlackMessage(escape("\n".join(lines)), tuple(blocks))


def lay_out_text(text: str) -> SlackMessage:
    """Lay out one sentence or paragraph, with nothing in it formatted."""

    def build(scale: float) -> SlackMessage:
        words = cut(text, int(_WORDS * scale))
        return SlackMessage(escape(words), (RichTextBlock(elements=[paragraph(pieces(words))]),))

    return fitting(build)


def lay_out_lines(
    heading: str, lines: Sequence[str], say: Phrases, bold: bool = True, buttons: ActionsBlock | None = None
) -> SlackMessage:
    """Lay out a heading, bold or as an ordinary sentence, and a list under it; what does not fit is counted."""
    return fitting(lambda scale: _list(heading, lines, say, scale, bold=bold, buttons=buttons))


def _list(
    heading: str, lines: Sequence[str], say: Phrases, scale: float, *, bold: bool, buttons: ActionsBlock | None
) -> SlackMessage:
    heading = cut(heading, int(_WORDS * scale))
    lines = [cut(line, _PERSON) for line in lines]
    room = sum(len(line) + 1 for line in lines[:_MOST_LINES]) + len(say("more", count=len(lines))) + 1
    shown = fit_lines(lines, int(min(room, _LINES) * scale), say)
    body: list[RichTextElement] = [paragraph(pieces(heading, bold=bold and bool(lines)))]
    if shown:
        body.append(bullets(shown))
    blocks: list[Block] = [RichTextBlock(elements=body), *([buttons] if buttons else [])]
    text = "\n".join([heading, *(f"• {line}" for line in shown)])
    return SlackMessage(escape(text), tuple(blocks))


def escape(text: str) -> str:
    """Return `text` with the three characters escaped that Slack's text objects read as control sequences."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bullets(lines: Sequence[str]) -> RichTextListElement:
    """Return `lines` as a list, shown exactly as they are."""
    return RichTextListElement(style="bullet", elements=[paragraph(pieces(line)) for line in lines])


def _quotation(quotation: Quotation, longest_person: int) -> list[RichTextElement]:
    words = [part for run in quotation.runs for part in pieces(run.text, bold=run.strong)]
    who = pieces(cut(quotation.who, longest_person), bold=bool(quotation.how), italic=not quotation.how)
    how = pieces(f" ({quotation.how})") if quotation.how else []
    return [RichTextQuoteElement(elements=words), paragraph([*pieces("— "), *who, *how])]


def _quotation_lines(quotation: Quotation, say: Phrases) -> list[str]:
    who = cut(quotation.who, _PERSON)
    return [
        quotation.text,
        "— " + (say("slack-said-by", who=who, how=quotation.how) if quotation.how else who),
        cut(quotation.where, _PLACE),
        *([cut(quotation.also, _PLACE)] if quotation.also else []),
    ]


def _evidence(quotation: Quotation, note: str | None, say: Phrases, scale: float) -> ContextBlock:
    elements: list[TextObject] = [plain_line(cut(quotation.where, int(_PLACE * scale)))]
    if quotation.also:
        elements.append(plain_line(cut(quotation.also, int(_PLACE * scale))))
    if note:
        elements.append(plain_line(note))
    if quotation.link and len(quotation.link) <= _ADDRESS:
        # The only place that needs Slack's own markup: the address has no delimiter in it, and the label is ours.
        link = f"<{escape(quotation.link)}|{escape(say('slack-open-article'))}>"
        elements.append(MarkdownTextObject(text=link, verbatim=True))
    return ContextBlock(elements=elements)


def paragraph(parts: Sequence[RichTextElement]) -> RichTextSectionElement:
    """Return pieces of text as a paragraph."""
    return RichTextSectionElement(elements=parts)


def pieces(text: str, *, bold: bool = False, italic: bool = False) -> list[RichTextElement]:
    """Return `text` as pieces of rich text, shown exactly as they are.

    A piece ends inside whatever looks like a control sequence ("<" with "!channel>" after it), so that not even a
    client that does read those in rich text finds one. What is shown and copied stays the same.
    """
    style = _TextStyle(bold=bold or None, italic=italic or None) if bold or italic else None
    return [RichTextElementParts.Text(text=piece, style=style) for piece in _IN_CONTROL_SEQUENCE.split(text) if piece]


def plain_line(text: str) -> PlainTextObject:
    """Return `text` as one line in small print, shown exactly as it is."""
    return PlainTextObject(text=escape(text), emoji=False)
