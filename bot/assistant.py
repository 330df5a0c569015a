"""What every platform talks to: questions in, replies out, with everything slow kept off the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from bot.answering import in_context, look_up, quotes_of, reply_to
from bot.answers import Answer, Citation, Courtesy, InContext, NoAnswer, Reason, Reply
from bot.channels import ChannelRules, CommunityRules
from bot.conversation import Conversation, Conversations, Thread, joined
from bot.cooldown import Cooldown
from bot.errors import Away, ExchangeGone, NotForgotten, NothingElse, NotKept, NotReady, PassageGone
from bot.exchanges import Exchange, Kept, Verdict
from bot.libraries import Libraries
from bot.moderation import Actor, Moderation
from bot.moderation.desk import Desk
from bot.phrases import Phrases
from bot.questions import SpeakerChoice, directory_of
from bot.queue import Queue
from bot.recall import abridged, restored, turns_of
from bot.rendering import wants_suggestions
from bot.state.state import State
from bot.suggestions import Suggester
from index.errors import StoreError
from index.snapshot import Progress, Snapshot

log = logging.getLogger(__name__)

_GAPS = {Reason.NOT_SAID, Reason.UNKNOWN_NAME}
"""Why the articles hold no answer: what moderators can do something about."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """An exchange that is kept, its reply with the passages as the index has them now, and whether the member asked."""

    exchange: Exchange
    reply: Answer | NoAnswer
    own: bool


class Assistant:
    """Answers questions and carries out moderators' commands, for any number of platforms in one event loop.

    A reply that found passages has the id of its exchange in `reply.exchange`: what a button carries, to find the reply
    again after a restart. It is empty where the reply could not be kept: show no buttons then.
    """

    def __init__(
        self,
        libraries: Libraries,
        moderation: Moderation,
        threshold: float,
        *,
        state: State | None = None,
        cooldown: Cooldown | None = None,
        desk: Desk | None = None,
    ) -> None:
        """Answer from `libraries`, calling a passage an answer from the confidence `threshold` on.

        Args:
            libraries: what answers in each community.
            moderation: who may do what.
            threshold: between 0 and 1.
            state: what is kept; without one it is kept in memory. Whoever made it opens and closes it.
            cooldown: how often one may ask; without one, as often as anybody likes.
            desk: carries out moderators' commands, on the same libraries and state; without one, an ordinary one does.
        """
        self.libraries = libraries
        self._moderation = moderation
        self._threshold = threshold
        self._conversations = Conversations()
        self._state = state or State()
        self.desk = desk or Desk(moderation, libraries, self._state)
        self.metrics = self.desk.metrics
        self._cooldown = Cooldown(0, 0) if cooldown is None else cooldown  # one that is empty counts as false
        self._queue = Queue()
        self._suggester = Suggester(self._suggestion)

    @property
    def state(self) -> State:
        """What is kept; platforms keep there what all processes must know of them."""
        return self._state

    async def snapshot(self, thread: Thread) -> Snapshot:
        """Return what answers in the community of `thread` now.

        Raises:
            NotReady: it is not open yet.
        """
        return await self.libraries.snapshot(thread.community_key)

    async def open(self, progress: Progress | None = None) -> None:
        """Open the default index, building it where needed, and load the embedding model.

        Raises:
            RecordError: there is nothing to answer from, or the database cannot be read.
        """
        await self.libraries.open(progress)
        self._suggester.prepare(self.libraries.default.snapshot)

    async def ask(
        self, question: str, thread: Thread, *, speaker: str | None = None, instead_of: str | None = None
    ) -> Reply:
        """Answer `question` in the conversation that `thread` names.

        Args:
            question: as the member typed it.
            thread: who asks where.
            speaker: whose words alone are asked for: a value of `speaker_choices`, or whatever else was typed there.
            instead_of: the exchange of the question as it was before the member edited it; it is dropped.

        Raises:
            Busy: too many questions are waiting.
            NotReady: there is no index yet.
        """
        if instead_of:
            await self.drop(instead_of, thread)
        with self._place(thread):
            conversation = await self._conversation(thread)

            def answer(snapshot: Snapshot) -> Reply:
                encoder = self.libraries.encoder()
                return reply_to(question, conversation, snapshot, encoder, self._threshold, speaker=speaker)

            return await self._reply(thread, answer, question, may_be_a_gap=True)

    async def look_up(self, text: str, thread: Thread) -> Reply:
        """Return what was said about the subject of somebody's message `text`, for the member of `thread`.

        The text itself is not kept: it need not be the member's.

        Raises:
            NothingToLookUp: the text holds nothing but links, mentions and code.
            Busy: too many questions are waiting.
            NotReady: there is no index yet.
        """

        def answer(snapshot: Snapshot) -> Reply:
            return look_up(text, snapshot, self.libraries.encoder(), self._threshold)

        with self._place(thread):
            return await self._reply(thread, answer, "")

    async def quotes(self, name: str, thread: Thread) -> Reply:
        """Return all that a speaker said, as one answer: `given` are the passages in the order of the articles.

        Args:
            name: a value of `speaker_choices`, or whatever else was typed there.
            thread: who asks where.

        Raises:
            Busy: too many questions are waiting.
            NotReady: there is no index yet.
        """
        with self._place(thread):
            return await self._reply(thread, partial(quotes_of, name), name)

    async def recall(self, exchange: str, thread: Thread) -> Recalled:
        """Return an exchange that is kept, for sharing it, paging through it or drawing a card of it.

        Args:
            exchange: its id.
            thread: who wants it where.

        Raises:
            ExchangeGone: it is not kept (any more), or took place in another community.
            PassageGone: its passage is no longer in the index.
            NotReady: there is no index yet.
        """
        recalled, _ = await self._recalled(exchange, thread)
        return recalled

    async def _recalled(self, exchange: str, thread: Thread) -> tuple[Recalled, Snapshot]:
        snapshot = await self.snapshot(thread)
        kept = await self._kept_exchange(exchange, thread)
        try:
            reply = await asyncio.to_thread(restored, kept.question, kept.reply, snapshot)
        except (KeyError, TypeError, ValueError) as error:
            log.error("What is kept of the exchange %s cannot be read: %s", kept.id, type(error).__name__)
            raise ExchangeGone from error
        return Recalled(kept, replace(reply, exchange=exchange), self._state.exchanges.is_of(kept, thread)), snapshot

    async def context(self, exchange: str, thread: Thread, place: int = 0) -> InContext:
        """Return a passage of a reply with those before and after it in its article.

        Args:
            exchange: the id of the reply.
            thread: who wants it where.
            place: counts the reply's passages from 0: those given, or, without an answer, those that came closest.

        Raises:
            ExchangeGone, PassageGone, NotReady: as of `recall`.
        """
        recalled, snapshot = await self._recalled(exchange, thread)
        shown = recalled.reply.given or recalled.reply.shown
        if not 0 <= place < len(shown):
            raise PassageGone
        return await asyncio.to_thread(in_context, shown[place], snapshot)

    async def others(self, exchange: str, thread: Thread) -> tuple[Citation, ...]:
        """Return the passages beside those of a reply that came close, at least one, the closest first.

        Raises:
            NothingElse: there are none.
            ExchangeGone, PassageGone, NotReady: as of `recall`.
        """
        reply = (await self.recall(exchange, thread)).reply
        found = reply.alternatives if isinstance(reply, Answer) else reply.nearest[1:]
        if not found:
            raise NothingElse
        return found

    def go_on(self, thread: Thread, into: Thread) -> None:
        """Let the conversation in `into` begin with what was said in `thread`, as a reply to an answer does."""
        self._conversations.go_on(thread, into)

    async def verdict(self, exchange: str, thread: Thread, verdict: Verdict) -> None:
        """Keep what the member of `thread` thinks of a reply; a later verdict takes the place of the earlier.

        Raises:
            ExchangeGone: the reply is not kept (any more), or another community got it.
            NotKept: the verdict cannot be written down just now.
        """
        await self._kept_exchange(exchange, thread)
        await self._state.exchanges.judge(exchange, thread, verdict)

    async def drop(self, exchange: str, thread: Thread) -> None:
        """Forget an exchange, because its question was deleted or edited: no later question leans on it.

        Args:
            exchange: its id; one that took place in another community than that of `thread` stays.
            thread: where the question stood.
        """
        self._conversations.drop(thread, exchange)
        try:
            await self._state.exchanges.drop(exchange, thread)
        except NotKept:
            log.error("The exchange %s could not be deleted; it goes when its time is over.", exchange)

    async def delete(self, exchange: str, actor: Actor) -> None:
        """Let `actor` have an answer taken down, and forget it; the platform then deletes the message.

        Raises:
            NotYours: neither asked `actor` the question nor do they moderate.
        """
        try:
            kept = await self._state.exchanges.get(exchange, actor.thread)
        except NotKept:
            kept = None
        if kept is None or not self._state.exchanges.is_of(kept, actor.thread):
            await self._moderation.let_delete(actor, exchange)
        await self.drop(exchange, actor.thread)

    async def kept(self, thread: Thread) -> Kept:
        """Return how much is kept of the member of `thread`, in all communities of the platform.

        Raises:
            NotKept: that cannot be read just now.
        """
        return await self._state.exchanges.kept(thread)

    async def forget(self, thread: Thread) -> None:
        """Delete all that is kept of the member of `thread`, in all communities of the platform.

        Raises:
            NotForgotten: the database cannot be written just now.
        """
        self._conversations.forget(thread.platform, thread.member)
        try:
            await self._state.exchanges.forget(thread)
        except NotKept as error:
            raise NotForgotten from error

    def speaker_choices(self, typed: str, thread: Thread, most: int = 25) -> list[SpeakerChoice]:
        """Return the speakers that `typed` may mean in the community of `thread`, the likeliest first. Instant.

        There are none before its index is open, which this begins.
        """
        snapshot = self.libraries.served(thread.community_key)
        return directory_of(snapshot).choices(typed, most) if snapshot else []

    async def suggestions(self, thread: Thread, say: Phrases, most: int = 4) -> Sequence[str]:
        """Return questions that are answered in the community of `thread`, in the language of `say`.

        There are none before its index is open. They are made once an index and language, which takes some seconds; the
        default's in English right after opening.
        """
        try:
            return await self._suggester.suggestions(await self.snapshot(thread), say, most)
        except NotReady:
            return []

    async def suggestions_after(self, reply: Reply, thread: Thread, say: Phrases, most: int = 3) -> Sequence[str]:
        """Return what can be asked, for `render_reply`, where `reply` leaves the member with nothing; else none.

        Nor are there any where they are still being made: no member waits for them.
        """
        if not wants_suggestions(reply):
            return []
        return await self._suggester.at_hand(await self.snapshot(thread), say, most)

    def may_moderate(self, actor: Actor) -> bool:
        """Return whether `actor` is a moderator."""
        return self._moderation.may_moderate(actor)

    def admit(self, thread: Thread) -> None:
        """Count a question against the cooldowns of its member and channel. Not called for moderators.

        Raises:
            CoolingDown: there were too many.
        """
        rules = self.rules(thread)
        self._cooldown.admit(thread, rules.cooldown_member, rules.cooldown_channel)

    def rules(self, thread: Thread) -> CommunityRules:
        """Return what moderators set for the community of `thread`."""
        return self._state.settings.community(thread.community_key)

    def channel(self, thread: Thread) -> ChannelRules:
        """Return what moderators set for the channel of `thread` (of the parent, where the channel is a thread)."""
        return self._state.settings.channel(thread)

    def close(self) -> None:
        """Take no more work and give up what is running, without waiting for it."""
        self._suggester.close()
        self.libraries.close()
        self._queue.close()

    @contextmanager
    def _place(self, thread: Thread) -> Iterator[None]:
        """Count a question, and keep a place for it, until what is done inside has ended.

        Raises:
            Busy: too many questions are waiting.
        """
        with self.metrics.question(thread.platform), self._queue.place():
            yield

    async def _conversation(self, thread: Thread) -> Conversation:
        """Return what was said in `thread`, also to other processes, and remember it."""
        conversation = self._conversations.get(thread)
        known = [turn.exchange for turn in conversation.turns if turn.exchange]
        kept = await self._state.exchanges.said(thread, known)
        if kept is not None:
            conversation = joined(conversation, turns_of(kept))
            self._conversations.put(thread, conversation)
        return conversation

    async def _reply(
        self, thread: Thread, answer: Callable[[Snapshot], Reply], question: str, *, may_be_a_gap: bool = False
    ) -> Reply:
        """Return what `answer` gives, kept with its `question`, and with the conversation going on from it."""
        # Who asks before there is an index is told so, and need not wait for a turn.
        snapshot = await self.snapshot(thread)
        try:
            reply = await self._queue.turn(self.metrics.timing(thread.platform, partial(answer, snapshot)))
        except StoreError as error:
            log.error("A question could not be answered: %s", error)
            raise Away from error
        self.metrics.replied(thread.platform, reply)
        gap = reply.reason.value if isinstance(reply, NoAnswer) and reply.reason in _GAPS and may_be_a_gap else None
        if not isinstance(reply, Courtesy) and (reply.shown or gap):
            kept = await self._state.exchanges.add(thread, question, abridged(reply, own=bool(question)), gap)
            if reply.shown:  # else there is nothing that a button could show
                reply = replace(reply, exchange=kept)
        self._conversations.put(thread, self._conversations.get(thread).after(reply))
        return reply

    async def _kept_exchange(self, exchange: str, thread: Thread) -> Exchange:
        try:
            kept = await self._state.exchanges.get(exchange, thread)
        except NotKept:
            kept = None
        if kept is None:
            raise ExchangeGone
        return kept

    def _suggestion(self, question: str, snapshot: Snapshot) -> Reply:
        return reply_to(question, Conversation(), snapshot, self.libraries.encoder(), self._threshold)
