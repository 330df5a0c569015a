from __future__ import annotations

from bot.answering import reply_to
from bot.conversation import Conversation
from bot.phrases import phrases
from bot.suggestions import suggest
from index.embedding import Encoder
from index.snapshot import build_snapshot
from tests.records import article_of


def test_nothing_is_suggested_about_a_word_that_names_nothing(encoder: Encoder) -> None:
    article = article_of(
        "“The town needs both. The ferry must stay for others,” said Odile Brandt.",
        "“I would vote for both. The ferry was there before the bridge,” said Tomas Reed.",
        "“Nobody would pay for both. The ferry is old, and the bridge is for others,” said Ana Ruiz.",
    )
    snapshot = build_snapshot([article], encoder)
    offered = suggest(snapshot, lambda question: reply_to(question, Conversation(), snapshot, encoder, 0.0), phrases())
    assert any("ferry" in question or "bridge" in question for question in offered)
    assert not any(word in question for question in offered for word in ("both", "others"))
