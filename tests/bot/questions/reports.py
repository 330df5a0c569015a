"""An invented report whose speakers the tests name in many ways, as a snapshot without vectors."""

from __future__ import annotations

from functools import cache
from typing import cast

from bot.conversation import Conversation, Turn
from bot.questions import Question, understand
from index.article import Speaker, SpeakerKind
from index.passages import cut_passages
from index.retrieval import VectorSource
from index.snapshot import Manifest, Record, Snapshot
from tests.records import article_of, attribution_of, said

TEXT = """The two-day Lowhaven Harbour Forum drew 300 people.

“We dredge or we close,” said Ines Okoro-Lund, harbour master of Lowhaven. “She is right,” people murmured.

Okoro-Lund said the silt had doubled since 2019.

“Mussels need quiet water,” said Dr Tobias Wrenfield, a marine biologist at the Tarn Institute, who counts shellfish.

Piet Okoro-Lund, a ferry captain, complained that his boats sat idle. “My boats rot,” he said.

The levy would cost £40 a berth, said Chan Siu-ming, deputy mayor.

Saltline Freight said in a statement that it would pay nothing.

“Nobody asked the anglers,” said a retired teacher in the third row.

Ada Brandvold, the treasurer, kept the minutes."""


SPEAKERS = (
    Speaker("s1", "Martin Vell", role="geriatrician at St Bede's", aliases=("Dr Martin Vell", "Dr Vell")),
    Speaker("s2", "Ruth Vell", role="councillor; leader on markets", aliases=("Councillor Ruth Vell",)),
    Speaker("s3", "Paul Tarn", role="founder of the mill Corva and no relation of the councillor"),
    Speaker("s4", "Joost Amell", role="baker for 41 years in the Tallow Lane"),
    Speaker("s5", "Agata Lorn", aliases=("Sister Agata Lorn",)),
    Speaker("s6", "Hal Brisk", role="headteacher"),
    Speaker("s7", "Ida Moss", role="chair of the stallholders"),
    Speaker("s8", "Nell Orme", role="chief executive of the market trust"),
    Speaker("s9", "Bo Lind", role="manager of the fish hall"),
    Speaker("s10", "Lam Kwok-wai, Simon", role="printer", aliases=("Mr Lam Kwok-wai, Simon", "Mr Lam", "林國偉")),
    Speaker("s11", "Lam Pui-yi, Mabel", role="glazier", aliases=("Ms Lam Pui-yi, Mabel",)),
)


def market() -> Snapshot:
    """Return a report in which eleven people say a sentence each, under names and roles that are alike."""
    return report_of(SPEAKERS)


@cache
def report_of(speakers: tuple[Speaker, ...]) -> Snapshot:
    """Return a report in which each of `speakers` says a sentence."""
    article = article_of(*(f"“The old hall stays, number {i},” said {s.name}." for i, s in enumerate(speakers)))
    found = attribution_of(
        list(speakers), *(said(article, f"The old hall stays, number {i},", s.id) for i, s in enumerate(speakers))
    )
    return Snapshot(
        cast(Manifest, None),
        Record((article,), (found,), cut_passages(article, found)),
        cast(VectorSource, None),
    )


@cache
def harbour() -> Snapshot:
    """Return the report, attributed."""
    article = article_of(*TEXT.split("\n\n"), title="Lowhaven argues over silt")
    speakers = [
        Speaker("s1", "Ines Okoro-Lund", role="harbour master of Lowhaven", aliases=("Okoro-Lund",)),
        Speaker(
            "s2", "Tobias Wrenfield", role="marine biologist at the Tarn Institute", aliases=("Dr Tobias Wrenfield",)
        ),
        Speaker("s3", "Piet Okoro-Lund", role="ferry captain"),
        Speaker("s4", "Chan Siu-ming", role="deputy mayor"),
        Speaker("s5", "Saltline Freight", SpeakerKind.ORGANISATION),
        Speaker("s6", "a retired teacher in the third row", SpeakerKind.UNNAMED),
    ]
    found = attribution_of(
        speakers,
        said(article, "We dredge or we close,", "s1"),
        said(article, "the silt had doubled since 2019", "s1"),
        said(article, "Mussels need quiet water,", "s2"),
        said(article, "My boats rot,", "s3"),
        said(article, "The levy would cost £40 a berth", "s4"),
        said(article, "it would pay nothing", "s5"),
        said(article, "Nobody asked the anglers,", "s6"),
    )
    # Understanding reads words alone: no manifest and no vectors.
    return Snapshot(
        cast(Manifest, None),
        Record((article,), (found,), cut_passages(article, found)),
        cast(VectorSource, None),
    )


def asked(text: str, *before: tuple[str, int]) -> Question:
    """Understand `text` after turns, each a question and the number of the passage that answered it."""
    conversation = Conversation()
    for question, number in before:
        given = (harbour().passages[number - 1].id,)
        read = understand(question, conversation, harbour())
        conversation = Conversation((*conversation.turns, Turn(question, given, given, read)))
    return understand(text, conversation, harbour())


def names(text: str, *before: tuple[str, int]) -> set[str]:
    """Return the names of those whom `text` names."""
    return {named.name for named in asked(text, *before).speakers}
