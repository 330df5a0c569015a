from bot.answers import NoAnswer, Reason
from bot.conversation import FORGOTTEN_AFTER, MOST, Conversation, Conversations, Thread, joined, place_of
from tests.clock import Clock

HERE = Thread("discord", "guild", "channel", "ann")
SOME = Conversation().after(NoAnswer("q", Reason.EMPTY))


def test_a_conversation_is_one_member_s_in_one_place() -> None:
    kept = Conversations()
    kept.put(HERE, SOME)
    assert kept.get(HERE) == SOME
    for field, other in (("member", "bob"), ("channel", "else"), ("community", "else"), ("platform", "slack")):
        assert kept.get(HERE._replace(**{field: other})) == Conversation()


def test_it_is_forgotten_after_a_while() -> None:
    clock = Clock()
    kept = Conversations(clock)
    kept.put(HERE, SOME)
    clock.now += FORGOTTEN_AFTER - 1
    assert kept.get(HERE) == SOME
    clock.now += 1
    assert kept.get(HERE) == Conversation()


def test_silent_ones_make_room() -> None:
    clock = Clock()
    kept = Conversations(clock)
    for i in range(MOST + 1):
        kept.put(HERE._replace(member=str(i)), SOME)
    assert kept.get(HERE._replace(member="0")) == Conversation()
    assert kept.get(HERE._replace(member="1")) == SOME
    clock.now += FORGOTTEN_AFTER
    kept.put(HERE, SOME)
    assert len(kept) == 1


def said(*exchanges: str) -> Conversation:
    conversation = Conversation()
    for exchange in exchanges:
        conversation = conversation.after(NoAnswer(f"question {exchange}", Reason.EMPTY, exchange=exchange))
    return conversation


def test_a_dropped_exchange_leaves_the_others_in_their_order() -> None:
    kept = Conversations()
    kept.put(HERE, said("a", "b", "c"))
    kept.drop(HERE, "b")
    kept.drop(HERE, "unknown")
    kept.drop(HERE._replace(community="another"), "a")
    assert [turn.exchange for turn in kept.get(HERE).turns] == ["a", "c"]


def test_a_dropped_exchange_is_dropped_wherever_the_conversation_went_on() -> None:
    kept = Conversations()
    there = HERE._replace(community="another")
    for thread in (HERE, HERE._replace(channel="channel/17"), there):
        kept.put(thread, said("a", "b"))
    kept.drop(HERE._replace(member="a moderator"), "a")
    assert [turn.exchange for turn in kept.get(HERE).turns] == ["b"]
    assert [turn.exchange for turn in kept.get(HERE._replace(channel="channel/17")).turns] == ["b"]
    assert [turn.exchange for turn in kept.get(there).turns] == ["a", "b"]


def test_what_another_process_answered_comes_last_and_what_was_taken_back_is_gone() -> None:
    here, kept = said("a", "b"), said("a", "c").turns
    assert [turn.exchange for turn in joined(here, kept).turns] == ["a", "c"]
    assert [turn.exchange for turn in joined(here, ()).turns] == []
    assert joined(Conversation(), kept) == said("a", "c")


def test_what_could_not_be_kept_stays_where_it_was_said() -> None:
    here = said("a").after(NoAnswer("not kept", Reason.EMPTY))
    assert [turn.question for turn in joined(here, said("a", "c").turns).turns] == [
        "question a",
        "not kept",
        "question c",
    ]


def test_dropping_does_not_make_a_silent_conversation_young() -> None:
    clock = Clock()
    kept = Conversations(clock)
    kept.put(HERE, said("a", "b"))
    clock.now += FORGOTTEN_AFTER - 1
    kept.drop(HERE, "a")
    clock.now += 1
    assert kept.get(HERE) == Conversation()


def test_a_member_is_forgotten_in_every_place_of_a_platform() -> None:
    kept = Conversations()
    for field in ("channel", "community", "member", "platform"):
        kept.put(HERE._replace(**{field: "else"}), SOME)
    kept.put(HERE, SOME)
    kept.forget("discord", "ann")
    assert kept.get(HERE) == Conversation()
    assert kept.get(HERE._replace(channel="else")) == Conversation()
    assert kept.get(HERE._replace(member="else")) == SOME
    assert kept.get(HERE._replace(platform="else")) == SOME


def test_a_thread_is_in_its_channel() -> None:
    assert [place_of(HERE._replace(channel=name)) for name in ("C1", "C1/17.5")] == ["C1", "C1"]
