"""A Discord message as its client shows it, from the payload that the bot sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt

from tests.pictures.page import NotDrawn, shown

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "entity", "html_inline"])
_PREFIXES = (("-# ", "small"), ("> ", "quote"), ("- ", "item"))

STYLE = """
body { background: #313338; color: #dbdee1 }
.face { border-radius: 50%; background: #5865f2 }
.face.bot { background: #2e7d6b }
.name { color: #f2f3f5 }
.app { background: #5865f2; color: #fff; font-size: 10px; border-radius: 4px; padding: 1px 5px; margin-left: 6px }
.time, .small, .note { color: #949ba4 }
.note:not(:empty)::before { content: ""; display: inline-block; width: 24px; height: 8px; margin-right: 6px;
  border: solid #4e5058; border-width: 2px 0 0 2px; border-top-left-radius: 6px }
.container { background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid #3f4147; border-radius: 8px;
  padding: 14px 16px; margin-top: 6px; max-width: 620px; display: grid; gap: 8px }
.quote { border-left: 4px solid #4e5058; border-radius: 3px; padding-left: 12px }
.item { padding-left: 18px; text-indent: -12px }
.item::before { content: "• " }
.small { font-size: 12.5px }
.small b, b { color: #f2f3f5 }
a { color: #00a8fc; text-decoration: none }
hr { border: 0; border-top: 1px solid #3f4147; margin: 2px 0; width: 100% }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; max-width: 640px }
.button { background: #4e5058; color: #fff; border-radius: 6px; padding: 5px 14px; font-size: 14px }
.style1 { background: #5865f2 } .style3 { background: #248046 } .style4 { background: #da373c }
.disabled { opacity: .5 }
"""


def body_of(payload: Mapping[str, Any]) -> str:
    """Return the body of a message as HTML.

    Raises:
        NotDrawn: it holds a component that is not known here.
    """
    parts = [markdown(payload["content"])] if payload.get("content") else []
    return "".join([*parts, *map(_component, payload.get("components") or [])])


def _component(component: Mapping[str, Any]) -> str:
    inner = "".join(map(_component, component.get("components") or []))
    match component["type"]:
        case 1:
            return f"<div class='row'>{inner}</div>"
        case 2:
            state = " disabled" if component.get("disabled") else ""
            return f"<span class='button style{component['style']}{state}'>{shown(component['label'])}</span>"
        case 10:
            return f"<div>{markdown(component['content'])}</div>"
        case 14:
            return "<hr>"
        case 17:
            colour = component.get("accent_color")
            border = f" style='border-left-color:#{colour:06x}'" if colour is not None else ""
            return f"<div class='container'{border}>{inner}</div>"
        case kind:
            raise NotDrawn(f"a component of type {kind}")


def markdown(text: str) -> str:
    """Return Discord's Markdown as HTML, line by line, as its client reads it."""
    return "".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    kind = next((name for prefix, name in _PREFIXES if line.startswith(prefix)), "plain")
    rest = line if kind == "plain" else line.split(" ", 1)[1]
    inline = re.sub(r"</?(strong|em)>", _tag, _MARKDOWN.renderInline(rest))
    return f"<p class='{kind}'>{inline}</p>"


def _tag(match: re.Match[str]) -> str:
    return match.group().replace("strong", "b").replace("em", "i")
