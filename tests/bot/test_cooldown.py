import pytest

from bot.conversation import Thread
from bot.cooldown import MOST, Cooldown
from bot.errors import CoolingDown
from bot.phrases import phrases
from bot.rendering import render_error
from tests.clock import Clock

ANN = Thread("slack", "team", "C1", "ann")


def refusal(cooldown: Cooldown, thread: Thread) -> CoolingDown | None:
    try:
        cooldown.admit(thread)
    except CoolingDown as error:
        return error
    return None


def test_a_member_may_ask_so_often_a_minute_and_then_waits() -> None:
    clock = Clock()
    cooldown = Cooldown(6, 0, clock)
    assert [refusal(cooldown, ANN) for _ in range(6)] == [None] * 6
    refused = refusal(cooldown, ANN)
    assert refused is not None
    assert (refused.first_time, refused.seconds) == (True, 10)
    clock.now += 9.9
    assert refusal(cooldown, ANN) is not None
    clock.now += 0.2
    assert refusal(cooldown, ANN) is None
    assert refusal(cooldown, ANN) is not None


def test_a_flood_is_answered_once_and_the_next_one_again() -> None:
    clock = Clock()
    cooldown = Cooldown(6, 0, clock)
    told = []
    for _ in range(60):
        refused = refusal(cooldown, ANN)
        told += [refused.first_time] if refused else []
        clock.now += 0.1
    assert told.count(True) == 1
    assert told[0]
    clock.now += 60
    again = [refusal(cooldown, ANN) for _ in range(8)]
    assert [one.first_time for one in again if one] == [True, False]


def test_members_and_places_are_counted_each_for_themselves() -> None:
    cooldown = Cooldown(1, 0, Clock())
    assert refusal(cooldown, ANN) is None
    assert refusal(cooldown, ANN._replace(channel="C2")) is not None
    for other in (ANN._replace(member="bob"), ANN._replace(community="other"), ANN._replace(platform="discord")):
        assert refusal(cooldown, other) is None


def test_a_channel_and_its_threads_are_one_and_each_member_is_told_once() -> None:
    cooldown = Cooldown(0, 3, Clock())
    for i in range(3):
        assert refusal(cooldown, Thread("slack", "team", f"C1/17{i}.5", f"m{i}")) is None
    for member in ("ann", "bob"):
        refusals = [refusal(cooldown, ANN._replace(member=member)) for _ in range(2)]
        assert [one.first_time for one in refusals if one] == [True, False]
    assert refusal(cooldown, ANN._replace(channel="C2")) is None


def test_who_is_refused_for_the_channel_s_sake_loses_none_of_their_own() -> None:
    clock = Clock()
    cooldown = Cooldown(2, 1, clock)
    assert refusal(cooldown, ANN._replace(member="bob")) is None
    assert refusal(cooldown, ANN) is not None
    assert [refusal(cooldown, ANN._replace(channel=name)) for name in ("C2", "C3")] == [None, None]


def test_without_rates_anybody_may_ask_for_ever() -> None:
    cooldown = Cooldown(0, 0, Clock())
    assert not any(refusal(cooldown, ANN) for _ in range(1_000))


def test_its_memory_is_bounded() -> None:
    cooldown = Cooldown(1, 0, Clock())
    for i in range(MOST + 50):
        cooldown.admit(ANN._replace(member=str(i)))
    assert len(cooldown) == MOST


def test_the_sentence_names_the_seconds() -> None:
    cooldown = Cooldown(1, 0, Clock())
    cooldown.admit(ANN)
    with pytest.raises(CoolingDown) as caught:
        cooldown.admit(ANN)
    assert render_error(caught.value, phrases(), "slack").endswith("in 60 seconds.")
