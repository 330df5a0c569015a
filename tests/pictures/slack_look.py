"""A Slack message as its client shows it, from the payload that the bot sends."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.pictures.page import NotDrawn, shown

_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")

STYLE = """
body { background: #fff; color: #1d1c1d }
.face { border-radius: 8px; background: #7c3085 }
.face.bot { background: #2e7d6b }
.app { background: #e8e8e8; color: #616061; font-size: 10px; border-radius: 3px; padding: 1px 4px; margin-left: 6px }
.time, .context, .note { color: #616061 }
.block { margin-top: 6px; max-width: 660px }
.quote { border-left: 4px solid #ddd; padding-left: 12px; margin: 4px 0 }
.context { font-size: 13px; display: flex; flex-wrap: wrap; gap: 2px 12px }
a { color: #1264a3; text-decoration: none }
hr { border: 0; border-top: 1px solid #ddd }
.row { display: flex; flex-wrap: wrap; gap: 8px }
.button { border: 1px solid #bbbabb; border-radius: 8px; padding: 4px 12px; font-size: 14px; font-weight: 600 }
.primary { background: #007a5a; border-color: #007a5a; color: #fff } .danger { color: #e01e5a; border-color: #e01e5a }
"""


def body_of(payload: Mapping[str, Any]) -> str:
    """Return the body of a message as HTML.

    Raises:
        NotDrawn: it holds a block or an element that is not known here.
    """
    blocks = payload.get("blocks")
    return "".join(map(_block, blocks)) if blocks else f"<div class='block'>{_mrkdwn(payload['text'])}</div>"


def first_button(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first button of a message; it must have one."""
    rows = (block["elements"] for block in payload["blocks"] if block["type"] == "actions")
    button: Mapping[str, Any] = next(rows)[0]
    return button


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "rich_text":
            inner = "".join(map(_rich, block["elements"]))
        case "context":
            parts = "".join(f"<span>{_text_object(one)}</span>" for one in block["elements"])
            inner = f"<div class='context'>{parts}</div>"
        case "section":
            inner = _text_object(block["text"])
        case "divider":
            inner = "<hr>"
        case "actions":
            inner = f"<div class='row'>{''.join(map(_button, block['elements']))}</div>"
        case kind:
            raise NotDrawn(f"a block of type {kind}")
    return f"<div class='block'>{inner}</div>"


def _rich(element: Mapping[str, Any]) -> str:
    match element["type"]:
        case "rich_text_section":
            return f"<p>{_pieces(element['elements'])}</p>"
        case "rich_text_quote":
            return f"<div class='quote'>{_pieces(element['elements'])}</div>"
        case "rich_text_list":
            items = "".join(f"<li>{_pieces(one['elements'])}</li>" for one in element["elements"])
            return f"<ul>{items}</ul>"
        case kind:
            raise NotDrawn(f"rich text of type {kind}")


def _pieces(pieces: Sequence[Mapping[str, Any]]) -> str:
    made = []
    for piece in pieces:
        if piece["type"] != "text":
            raise NotDrawn(f"a piece of rich text of type {piece['type']}")
        style = piece.get("style") or {}
        text = shown(piece["text"])
        text = f"<b>{text}</b>" if style.get("bold") else text
        made.append(f"<i>{text}</i>" if style.get("italic") else text)
    return "".join(made)


def _button(element: Mapping[str, Any]) -> str:
    if element["type"] != "button":
        raise NotDrawn(f"an element of type {element['type']}")
    return f"<span class='button {element.get('style', '')}'>{_text_object(element['text'])}</span>"


def _text_object(text: Mapping[str, Any]) -> str:
    return _mrkdwn(text["text"]) if text["type"] == "mrkdwn" else shown(html.unescape(text["text"]))


def _mrkdwn(text: str) -> str:
    """Return Slack's markup as HTML: links, and the three characters that it escapes."""
    made, done = "", 0
    for link in _LINK.finditer(text):
        made += shown(html.unescape(text[done : link.start()]))
        made += f"<a href='{html.escape(link[1])}'>{shown(html.unescape(link[2]))}</a>"
        done = link.end()
    return made + shown(html.unescape(text[done:]))
