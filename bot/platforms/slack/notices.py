"""What moderators read: a notice with its facts, its list and its buttons, laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    RichTextBlock,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    TextObject,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.moderation.notice import Act, Fact, Item, Notice
from bot.phrases import Phrases
from bot.platforms.slack.buttons import label_of
from bot.platforms.slack.layout import SlackMessage, escape, fitting, paragraph, pieces, plain_line
from index.plain import cut

ACT = re.compile(r"index-act-\d+")
"""The action ids of a notice's buttons: Slack wants those of one message to differ."""

OPEN = re.compile(r"index-open-.+")
"""The action ids of the buttons that stand for a command: each opens its window."""

_LEAD = 1_500
_LABEL, _FACT = 100, 600
_HEADING, _TEXT, _QUOTED, _NOTE = 300, 700, 1_300, 300
_MOST_FACTS, _MOST_ITEMS, _MOST_ACTS = 20, 20, 25
_SMALL, _FEW_FACTS, _FEW_ITEMS = 0.1, 10, 4
"""From that scale downward so few are shown: the frames around their words take room too."""

_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}")
_MARKS = {"plain": "", "done": "✓ ", "warning": "⚠ "}


def lay_out_notice(notice: Notice, say: Phrases, channel: str, opens: Sequence[tuple[str, str]] = ()) -> SlackMessage:
    """Lay out a notice.

    Args:
        notice: what to show.
        say: the bot's own words.
        channel: where the command was given. The buttons carry it: the notice may be shown elsewhere, in the direct
            messages with the moderator.
        opens: commands that a button opens the window of, each with what the button says.
    """
    buttons = [_button(number, act, channel) for number, act in enumerate(notice.acts[: _MOST_ACTS - len(opens)])]
    buttons += [_opening(command, label, channel) for command, label in opens]
    return fitting(lambda scale: _at_scale(notice, say, buttons, scale))


def read_act(value: str) -> tuple[str, str]:
    """Return the channel that a button is about, and the id of its act or the name of its command."""
    channel, _, rest = value.partition(":")
    return channel, rest


def _at_scale(notice: Notice, say: Phrases, buttons: Sequence[ButtonElement], scale: float) -> SlackMessage:
    lead = _MARKS[notice.tone] + cut(notice.lead, int(_LEAD * scale))
    body: list[RichTextElement] = [paragraph(pieces(lead))]
    lines = [lead]
    facts = notice.facts[: _MOST_FACTS if scale > _SMALL else _FEW_FACTS]
    if facts:
        body.append(RichTextListElement(style="bullet", elements=[_fact(one, scale) for one in facts]))
        lines += [f"• {cut(one.label, int(_LABEL * scale))}: {cut(one.text, int(_FACT * scale))}" for one in facts]
    blocks: list[Block] = [RichTextBlock(elements=body)]
    items = notice.items[: _MOST_ITEMS if scale > _SMALL else _FEW_ITEMS]
    for item in items:
        heading, text, note = _cut_item(item, scale)
        blocks.append(RichTextBlock(elements=_item(heading, text, quoted=item.quoted)))
        if small := [*([plain_line(note)] if note else []), *_by(item.by)]:
            blocks.append(ContextBlock(elements=small))
        lines += [f"• {heading}", *filter(None, (text, note))]
    if missing := len(notice.facts) - len(facts) + len(notice.items) - len(items) + notice.left_out:
        lines.append(say("more", count=missing))
        blocks.append(ContextBlock(elements=[plain_line(lines[-1])]))
    if buttons:
        blocks.append(ActionsBlock(elements=buttons))
    return SlackMessage(escape("\n".join(lines)), tuple(blocks))


def _fact(fact: Fact, scale: float) -> RichTextSectionElement:
    words = cut(fact.text, int(_FACT * scale))
    return paragraph([*pieces(f"{cut(fact.label, int(_LABEL * scale))}: ", bold=True), *pieces(words)])


def _cut_item(item: Item, scale: float) -> tuple[str, str, str]:
    """Return the heading, the words and the note of an item, each as long as there is room for it."""
    text = cut(item.text, int((_QUOTED if item.quoted else _TEXT) * scale))
    return cut(item.heading, int(_HEADING * scale)), text, cut(item.note, int(_NOTE * scale))


def _item(heading: str, text: str, *, quoted: bool) -> list[RichTextElement]:
    made: list[RichTextElement] = [paragraph(pieces(heading, bold=True))] if heading else []
    if text:
        made.append(RichTextQuoteElement(elements=pieces(text)) if quoted else paragraph(pieces(text)))
    return made or [paragraph(pieces("…"))]


def _by(member: str) -> list[TextObject]:
    """Return the mention of a member. Slack shows their name; it is only ever read by the moderator who asked."""
    return [MarkdownTextObject(text=f"<@{member}>", verbatim=True)] if _MEMBER.fullmatch(member) else []


def _button(number: int, act: Act, channel: str) -> ButtonElement:
    button = ButtonElement(action_id=f"index-act-{number}", text=label_of(act.label), value=f"{channel}:{act.id}")
    if act.style != "plain":
        button.style = act.style
    return button


def _opening(command: str, label: str, channel: str) -> ButtonElement:
    return ButtonElement(action_id=f"index-open-{command}", text=label_of(label), value=f"{channel}:{command}")
