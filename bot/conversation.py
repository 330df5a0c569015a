"""What one member and the bot have said to each other in one thread, and which conversations go on for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers import Courtesy, Reply
from bot.questions import Question

FORGOTTEN_AFTER = 30 * 60  # seconds without a question
MOST = 10_000  # conversations kept at once; the longest silent goes first


class Thread(NamedTuple):
    """Where a member asks: the key of a conversation, never shared between members or places."""

    platform: str
    community: str
    channel: str
    member: str

    @property
    def community_key(self) -> str:
        """The community in which the member asks, as the database names it; a direct message on Discord has none."""
        return f"{self.platform}:{self.community}"


def place_of(thread: Thread) -> str:
    """Return the channel that `thread` is in: what stands before a slash, where a platform's key holds a thread too."""
    return thread.channel.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: the question, the passages that were shown, best first, and those of them that answered.

    `asked` is the question as it was understood, None where it was not read at all; `exchange` its id, as in the reply.
    """

    question: str
    passages: tuple[str, ...]
    given: tuple[str, ...] = ()
    asked: Question | None = None
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one member and the bot have said to each other in one thread, oldest first."""

    turns: tuple[Turn, ...] = ()

    def after(self, reply: Reply) -> Conversation:
        """Return the conversation with `reply` as its newest turn; the last ten are kept.

        A courtesy is no turn: "thanks" between two questions does not part them.
        """
        if isinstance(reply, Courtesy):
            return self
        shown, given = (tuple(c.passage.id for c in which) for which in (reply.shown, reply.given))
        return Conversation((*self.turns, Turn(reply.question, shown, given, reply.asked, reply.exchange))[-10:])

    def without(self, exchange: str) -> Conversation:
        """Return the conversation without the turn of that exchange."""
        return Conversation(tuple(turn for turn in self.turns if turn.exchange != exchange))


def joined(here: Conversation, kept: Sequence[Turn]) -> Conversation:
    """Return a conversation as all processes have had it.

    Args:
        here: as this process has had it.
        kept: the turns of it that are kept, oldest first, whichever process had them. What was kept and is no more was
            taken back; what is only here could not be kept.
    """
    there = {turn.exchange for turn in kept}
    own = [turn for turn in here.turns if not turn.exchange or turn.exchange in there]
    known = {turn.exchange for turn in own}
    # Who answers here reads first what others answered: whatever is not known yet came later.
    return Conversation((*own, *(turn for turn in kept if turn.exchange not in known)))


class Conversations:
    """The running conversations, in memory only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with none; `clock` returns seconds."""
        self._clock = clock
        self._kept: OrderedDict[Thread, tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._kept)

    def get(self, thread: Thread) -> Conversation:
        """Return the conversation in `thread`, empty where none is remembered."""
        when, conversation = self._kept.get(thread, (0.0, Conversation()))
        return conversation if self._clock() - when < FORGOTTEN_AFTER else Conversation()

    def put(self, thread: Thread, conversation: Conversation) -> None:
        """Remember `conversation`, and forget those that fell silent."""
        now = self._clock()
        self._kept[thread] = (now, conversation)
        self._kept.move_to_end(thread)
        while self._kept:
            oldest, (when, _) = next(iter(self._kept.items()))
            if len(self._kept) <= MOST and now - when < FORGOTTEN_AFTER:
                break
            del self._kept[oldest]

    def go_on(self, thread: Thread, into: Thread) -> None:
        """Let the conversation in `into` begin with all that was said in `thread` until now."""
        self.put(into, self.get(thread))

    def drop(self, thread: Thread, exchange: str) -> None:
        """Take an exchange out of every conversation in the community of `thread`, wherever it went on from there."""
        for one, (when, conversation) in self._kept.items():
            if one.community_key == thread.community_key:
                self._kept[one] = (when, conversation.without(exchange))

    def forget(self, platform: str, member: str) -> None:
        """Forget every conversation of a member."""
        for thread in [one for one in self._kept if (one.platform, one.member) == (platform, member)]:
            del self._kept[thread]
