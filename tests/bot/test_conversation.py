from bot.answering import Conversation, NoAnswer, Reason
from bot.conversation import FORGOTTEN_AFTER, MOST, Conversations, Thread


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


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
