"""From each store the same passages answer, with the same words, as from a snapshot in memory."""

import pytest

from bot.answering import reply_to
from bot.conversation import Conversation
from bot.library import Library
from index.embedding import Encoder
from index.stores import Store
from tests.benchmarks.reports import forum_reports
from tests.index.stores.small import same_figures


def test_a_stored_digest_answers_as_one_in_memory(store: Store, library: Library, encoder: Encoder) -> None:
    digest = library.snapshot
    store.shelf("discord:1").save(digest)
    kept = store.shelf("discord:1").load(digest.manifest.id, encoder.name)
    report = next(forum_reports())
    for asked in report.questions[::2]:
        same_figures(kept, digest, encoder, asked.text)
    for asked in report.questions[1:8:3]:
        found, wanted = (reply_to(asked.text, Conversation(), one, encoder, 0.33) for one in (kept, digest))
        assert type(found) is type(wanted)
        assert [c.passage for c in found.shown] == [c.passage for c in wanted.shown]
        assert [c.highlights for c in found.shown] == [c.highlights for c in wanted.shown]
        assert [c.speakers for c in found.shown] == [c.speakers for c in wanted.shown]
        assert [c.score for c in found.shown] == pytest.approx([c.score for c in wanted.shown], abs=1e-4)
