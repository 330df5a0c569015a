"""What Discord takes of a message, and texts that try to break it."""

from __future__ import annotations

import discord
from hypothesis import strategies as st

from bot.platforms.discord.layout import MOST_CONTENT, MOST_TEXT, Post
from tests.bot.platforms.discord_markdown import HOSTILE, check_line

anything = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(HOSTILE), max_size=8).map(" ".join),
    st.sampled_from(HOSTILE).map(lambda text: text * 60),
    st.text(alphabet="*_`|<>@#[]\\:/-1. \n", max_size=200),
)
long_or_not = st.one_of(anything, st.builds(lambda text, times: text * times, anything, st.integers(1, 200)))


def texts(post: Post) -> list[str]:
    """Return the raw texts of a message, after checking its limits, and those of the text in its place."""
    assert isinstance(post.view, discord.ui.LayoutView)
    assert 0 < len(post.content) <= MOST_CONTENT
    assert post.view.total_children_count <= 40
    found = [item.content for item in post.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    assert sum(map(len, found)) <= MOST_TEXT
    assert all(found), "Discord refuses an empty text"
    check_controls(post.view)
    return found


def check_controls(view: discord.ui.LayoutView | discord.ui.View) -> None:
    """Fail where a button or menu exceeds what Discord takes."""
    ids: list[str] = []
    for item in view.walk_children():
        if isinstance(item, discord.ui.ActionRow):
            assert 1 <= len(item.children) <= 5
        control = item.item if isinstance(item, discord.ui.DynamicItem) else item
        if isinstance(control, discord.ui.Button):
            assert 1 <= len(str(control.label)) <= 80
            ids.append(str(control.custom_id))
        if isinstance(control, discord.ui.Select):
            assert len(str(control.placeholder)) <= 150
            assert 1 <= len(control.options) <= 25
            assert all(len(option.label) <= 100 and len(option.value) <= 100 for option in control.options)
            ids.append(control.custom_id)
    assert all(1 <= len(one) <= 100 for one in ids)
    assert len(set(ids)) == len(ids)


def check(post: Post) -> None:
    """Fail where a message exceeds a limit, or anything in it, or in the text in its place, acts."""
    for text in (*texts(post), post.content):
        for line in text.split("\n"):
            check_line(line)
