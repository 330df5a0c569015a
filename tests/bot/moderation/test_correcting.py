"""Corrections: who speaks in a passage, and which names are one person, within a source and across several."""

from __future__ import annotations

import pytest

from bot.moderation.faults import CorrectionUnclear, NothingToRevert, PassageUnknown, Refused, SpeakerUnknown
from tests.bot.moderation.conftest import BO, FERRY, PIER, Office, facts

INTERVIEW = """# The harbour master looks back

"I was never afraid of the sea," said Mrs. Okoro-Lind, who ran the harbour for ten years.

"The sea was afraid of her," said a fisherman.
"""


@pytest.fixture
async def own(office: Office) -> Office:
    """Return a desk whose community has a library of its own, of two sources."""
    await office.press(await office.add(FERRY), "Add it")
    await office.press(await office.add(INTERVIEW, "interview.md"), "Add it")
    return office


async def speakers(office: Office) -> list[str]:
    held = await office.libraries.holdings("discord:guild-1")
    return [speaker.name for speaker, _ in held.snapshot.speakers()]


async def test_the_speaker_of_a_passage_is_set_and_set_back(own: Office) -> None:
    done = await own.type("correct 1:2 speaker: bo falk")
    assert done.lead == "In passage 1:2 Bo Falk speaks now."
    assert facts(done)["Before"] == "Ines Okoro, harbour master"
    assert facts(done)["Speakers gone"] == "Ines Okoro"
    assert done.items[0].heading.startswith("Bo Falk")
    assert "It will run again" in done.items[0].text
    again = await own.type("correct 1:2 revert:yes")
    assert again.items[0].heading == "Ines Okoro, harbour master"
    assert facts(again)["Before"].startswith("Bo Falk")
    with pytest.raises(Refused):
        await own.type("correct 1:2 revert:yes")
    await own.press(again, "Undo")
    assert (await own.type("show 1:2")).items[0].heading.startswith("Bo Falk")


async def test_a_new_name_is_taken_as_it_stands_and_said_to_be_new(own: Office) -> None:
    done = await own.type("correct 1:1 speaker:Ola Lund role:reporter of the Post")
    assert "Nobody of that name spoke here before" in done.lead
    assert done.items[0].heading == "Ola Lund, reporter of the Post"
    role = await own.type("correct 1:1 role:editor")
    assert role.items[0].heading == "Ola Lund, editor"
    nobody = await own.type("correct 1:1 speaker:-")
    assert nobody.items[0].heading == own.say("answer-narration")
    assert facts(nobody)["Before"] == "Ola Lund, editor"


async def test_two_names_are_made_one_person_across_sources_and_parted_again(own: Office) -> None:
    before = await speakers(own)
    other = next(name for name in before if "Lind" in name)
    done = await own.type(f"correct speaker:Ines Okoro merge:{other}")
    assert "one person" in done.lead
    assert await speakers(own) == [name for name in before if name != other]
    shown = await own.type("show 2:1")
    assert shown.items[0].heading.startswith("Ines Okoro")
    with pytest.raises(SpeakerUnknown):
        await own.type(f"correct speaker:Ines Okoro merge:{other} Xyz")
    parted = await own.type(f"correct speaker:{other} revert:yes")
    assert await speakers(own) == before
    await own.press(parted, "Undo")
    assert other not in await speakers(own)
    with pytest.raises(NothingToRevert) as caught:
        await own.type("correct speaker:Bo Falk revert:yes")
    assert other in str(caught.value.values["known"])


async def test_what_cannot_be_corrected_is_refused_with_a_remedy(own: Office) -> None:
    for typed in ("correct", "correct 1:1", "correct speaker:Bo Falk", "correct merge:Bo Falk", "correct revert:yes"):
        with pytest.raises(CorrectionUnclear):
            await own.type(typed)
    for typed in ("correct 1:1 role:editor", "correct 1:1 merge:Bo Falk speaker:Ines Okoro"):
        with pytest.raises(CorrectionUnclear):
            await own.type(typed)
    with pytest.raises(PassageUnknown):
        await own.type("correct 9:9 speaker:Bo Falk")
    with pytest.raises(SpeakerUnknown) as caught:
        await own.type("correct speaker:Ines Okoro merge:Bo Falck")
    assert "Bo Falk" in str(caught.value.values["meant"])
    with pytest.raises(Refused):
        await own.type("correct speaker:Bo Falk merge:Bo Falk")
    assert (await own.libraries.holdings("discord:guild-1")).number == 2


async def test_a_correction_of_what_all_share_stays_in_the_community(office: Office) -> None:
    (shown,) = {item.heading for item in (await office.type("show 1")).items[:1]}
    done = await office.type("correct 1 speaker:Ola Lund")
    assert "A library of your own begins" in done.lead
    assert (await office.type("show 1")).items[0].heading == "Ola Lund"
    assert (await office.type("show 1", BO)).items[0].heading == shown
    assert (await office.log())[-2] == ("correct", "done: snapshot 1")


async def test_a_correction_outlives_a_source_that_is_added(own: Office) -> None:
    await own.type("correct 1:2 speaker:Bo Falk")
    await own.press(await own.add(PIER, "pier.md"), "Add it")
    assert (await own.type("show 1:2")).items[0].heading.startswith("Bo Falk")
    assert facts(await own.type("status"))["Corrections"] == "1; all of them fit"
