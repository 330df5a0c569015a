"""What moderators set: for a channel where the bot answers and who sees it, for their community how and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels import ChannelRules, CommunityRules, Presence
from bot.conversation import place_of
from bot.moderation import Actor
from bot.moderation.arguments import is_on
from bot.moderation.changing import refusals
from bot.moderation.commands import AUTO, choice_phrase, command_named
from bot.moderation.notice import Act, Fact, Notice
from bot.moderation.pending import Offers
from bot.moderation.request import Request
from bot.phrases import Phrases
from bot.state.state import State


@dataclass(frozen=True, slots=True)
class Rules:
    """All that holds where a moderator is; `own` is what of it is set for the channel itself, to go back to."""

    channel: ChannelRules
    community: CommunityRules
    own: Mapping[str, Any] = field(compare=False)


class SettingsDesk:
    """Shows settings, changes them, and takes the change back."""

    def __init__(self, state: State, offers: Offers, cooldown: tuple[int, int]) -> None:
        """Keep settings in `state`; `cooldown` is what the operator set for members and channels, in a minute."""
        self._state = state
        self._offers = offers
        self._cooldown = cooldown

    async def run(self, asked: Request, given: Mapping[str, str]) -> Notice:
        """Change what is given, and show what holds then; with nothing given, what holds.

        Raises:
            NothingAtHand: it cannot be written down; the old settings hold.
        """
        actor, say = asked.actor, asked.say
        old = self._now(actor)
        if not given:
            return Notice(say("settings-lead"), self._facts(old, actor, say))
        new = _changed(old, given, actor)
        if new == old:
            return Notice(say("settings-same"), self._facts(old, actor, say))
        await self._write(actor, old, new)
        return self._done(asked, old)

    def _now(self, actor: Actor) -> Rules:
        settings = self._state.settings
        thread = actor.thread
        return Rules(settings.channel(thread), settings.community(thread.community_key), settings.own(thread))

    async def _write(self, actor: Actor, old: Rules, new: Rules, *, back: bool = False) -> None:
        """Write what differs, with who changed it, in one transaction; `back` says that `new` held before."""
        settings, thread = self._state.settings, actor.thread
        with refusals():
            async with self._state.database.session() as session:
                if new.community != old.community:
                    await settings.change_community(thread.community_key, new.community, session)
                if back:
                    await settings.restore_channel(thread, new.own, session)
                elif new.channel != old.channel:
                    await settings.change_channel(thread, new.channel.presence, new.channel.private, session)
                await self._state.audit.append(actor, "settings", f"done: {_summary(old, new)}", session)

    def _done(self, asked: Request, old: Rules) -> Notice:
        actor, say = asked.actor, asked.say

        async def take_back(wanted: Request) -> Notice:
            now = self._now(wanted.actor)
            await self._write(wanted.actor, now, old, back=True)
            return self._done(wanted, now)

        before = {fact.label: fact.text for fact in self._facts(old, actor, say)}
        facts = tuple(
            fact
            if before[fact.label] == fact.text
            else Fact(fact.label, say("settings-changed", old=before[fact.label], new=fact.text))
            for fact in self._facts(self._now(actor), actor, say)
        )
        undo = Act(f"do:{self._offers.make(actor, 'settings', take_back)}", say("desk-undo"))
        return Notice(say("settings-done"), facts, acts=(undo,), tone="done")

    def _facts(self, rules: Rules, actor: Actor, say: Phrases) -> tuple[Fact, ...]:
        channel, community = rules.channel, rules.community
        here = community.notices == place_of(actor.thread)
        notices = "settings-notices-here" if here else "settings-notices-elsewhere"
        # On Slack answers to commands are shown to their member alone whatever is set.
        private = "settings-private-mentions" if actor.platform == "slack" else "settings-private"
        rates = (community.cooldown_member, community.cooldown_channel)
        member, of_channel = (_rate(own, operators, say) for own, operators in zip(rates, self._cooldown, strict=True))
        return (
            Fact(say("settings-presence"), _choice("presence", channel.presence.value, say)),
            Fact(say(private), _privacy(channel.private, say)),
            Fact(say("settings-private-default"), _privacy(community.private, say)),
            Fact(say("settings-cooldown-member"), member),
            Fact(say("settings-cooldown-channel"), of_channel),
            Fact(say("settings-language"), _choice("language", community.language or AUTO, say)),
            Fact(say("settings-notices"), say(notices if community.notices else "settings-notices-nowhere")),
        )


def _changed(old: Rules, given: Mapping[str, str], actor: Actor) -> Rules:
    channel, community = old.channel, old.community
    if "presence" in given:
        channel = replace(channel, presence=Presence(given["presence"]))
    if "private" in given:
        channel = replace(channel, private=is_on(given["private"]))
    if "private-default" in given:
        community = replace(community, private=is_on(given["private-default"]))
    if "cooldown-member" in given:
        community = replace(community, cooldown_member=int(given["cooldown-member"]))
    if "cooldown-channel" in given:
        community = replace(community, cooldown_channel=int(given["cooldown-channel"]))
    if "language" in given:
        community = replace(community, language=None if given["language"] == AUTO else given["language"])
    if "notices" in given:
        community = replace(community, notices=place_of(actor.thread) if is_on(given["notices"]) else None)
    return Rules(channel, community, old.own)


def _summary(old: Rules, new: Rules) -> str:
    """Return what changed, for the audit log."""
    pairs = ((old.channel, new.channel), (old.community, new.community))
    return ", ".join(
        f"{name}={getattr(now, name)}"
        for before, now in pairs
        for name in type(now).__slots__
        if getattr(before, name) != getattr(now, name)
    )


def _choice(name: str, value: str, say: Phrases) -> str:
    command = command_named("settings")
    parameter = command.parameter(name) if command else None
    assert command is not None  # noqa: S101 - for the type checker: it is declared
    assert parameter is not None  # noqa: S101 - likewise
    return say(choice_phrase(command, parameter, value))


def _privacy(private: bool, say: Phrases) -> str:
    return say("settings-private-yes" if private else "settings-private-no")


def _rate(own: int | None, operators: int, say: Phrases) -> str:
    rate = say("settings-rate", count=operators if own is None else own)
    return say("settings-rate-ordinary", rate=rate) if own is None else rate
