"""What both imitated platforms need: text that is shown as it is, and the page around the messages."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

_FONT = (files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf", "100 900")
_EASTERN = (files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc", "100 900")


class NotDrawn(Exception):
    """A payload holds something that the picture would leave out."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation in a picture: `body` is HTML; `note` stands above it, small."""

    name: str
    body: str
    is_bot: bool = False
    note: str = ""


def shown(text: str) -> str:
    """Return plain text as HTML."""
    return html.escape(text, quote=True).replace("\n", "<br>")


def page(style: str, messages: Sequence[Said]) -> str:
    """Return a page with `messages` below each other."""
    faces = "".join(
        f"@font-face{{font-family:{name};src:url('file://{path}');font-weight:{weights}}}"
        for name, (path, weights) in (("Said", _FONT), ("SaidEast", _EASTERN))
    )
    rows = "".join(map(_row, messages))
    return f"<!doctype html><meta charset='utf-8'><style>{faces}{_COMMON}{style}</style><body>{rows}</body>"


def _row(message: Said) -> str:
    kind, label = ("bot", "<span class='app'>APP</span>") if message.is_bot else ("", "")
    heading = f"<div class='name'>{shown(message.name)}{label}<span class='time'>10:24</span></div>"
    return (
        f"<div class='message'><div class='face {kind}'>{shown(message.name[0])}</div>"
        f"<div class='text'><div class='note'>{message.note}</div>{heading}{message.body}</div></div>"
    )


_COMMON = """
* { box-sizing: border-box }
body { margin: 0; padding: 20px 28px; width: 860px; font: 15px/1.42 Said, SaidEast, sans-serif }
.message { display: flex; gap: 14px; margin-bottom: 20px }
.face { flex: none; width: 40px; height: 40px; display: grid; place-items: center; color: #fff; font-weight: 600 }
.text { flex: 1; min-width: 0 }
.name { font-weight: 600 }
.time { font-weight: 400; font-size: 12px; margin-left: 8px }
.note:empty { display: none }
.note { font-size: 13px }
p, ul { margin: 0 }
ul { padding-left: 22px }
"""
