"""What Slack refuses of a message or a modal, and what is shown of those it takes.

The figures are those of Slack's documentation, written here a second time so that the bot's own are checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_MOST_CHARACTERS = 13_200
_LENGTHS = {"action_id": 255, "block_id": 255, "value": 2_000, "alt_text": 2_000, "url": 3_000}


def fault_of(message: Mapping[str, Any]) -> str | None:
    """Return the error with which Slack refuses `message`, or None."""
    blocks = message.get("blocks") or []
    if not message.get("text") and not blocks:
        return "no_text"
    if len(blocks) > 50 or not all(_is_allowed(part) for block in blocks for part in objects(block)):
        return "invalid_blocks"
    pressed = [part["action_id"] for block in blocks for part in objects(block) if "action_id" in part]
    if len(pressed) != len(set(pressed)):
        return "invalid_blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > _MOST_CHARACTERS:
        return "msg_blocks_too_long"
    return None


def fault_of_view(view: Mapping[str, Any]) -> str | None:
    """Return the error with which Slack refuses the modal `view`, or None."""
    titles = [view["title"], *(view[key] for key in ("submit", "close") if key in view)]
    if any(not 1 <= len(title["text"]) <= 24 for title in titles) or len(view.get("private_metadata", "")) > 3_000:
        return "invalid_arguments"
    return fault_of({"text": "modal", "blocks": view["blocks"]})


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from objects(part)


def _is_allowed(part: Mapping[str, Any]) -> bool:
    kind = part.get("type")
    text = part.get("text")
    words = text.get("text") if isinstance(text, Mapping) else text
    if words is not None and not 1 <= len(words) <= {"button": 75, "header": 150}.get(str(kind), 3_000):
        return False
    if any(len(part[key]) > most for key, most in _LENGTHS.items() if isinstance(part.get(key), str)):
        return False
    if len(part.get("elements", ())) > {"context": 10, "actions": 25}.get(str(kind), 1_000):
        return False
    options = part.get("options")
    if options is not None and not 1 <= len(options) <= 100:
        return False
    is_option = kind is None and "value" in part and isinstance(text, Mapping)
    return not is_option or (len(str(words)) <= 75 and len(part["value"]) <= 150)


def shown_texts(value: object) -> list[str]:
    """Return every string of a message that Slack shows or reads, from its blocks and its text."""
    if isinstance(value, Mapping):
        inner = [
            text
            for key, part in value.items()
            if key != "text" or not isinstance(part, str)
            for text in shown_texts(part)
        ]
        own = value.get("text")
        return [own, *inner] if isinstance(own, str) else inner
    if isinstance(value, list):
        return [text for part in value for text in shown_texts(part)]
    return []


def blocks_as_text(message: Mapping[str, Any]) -> str:
    """Return the words that the blocks of a message show, undoing the escapes of its text objects."""
    pieces = []
    for block in message["blocks"]:
        words = "".join(shown_texts([block]))
        escaped = block["type"] != "rich_text"
        pieces.append(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if escaped else words)
    return "\n".join(pieces)
