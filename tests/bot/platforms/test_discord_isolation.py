"""One server never sees what another's moderators hold, set or were asked: by no command, completion or button."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
import simcord

from bot.exchanges import Complaint
from bot.moderation.commands import INDEX_COMMANDS
from bot.phrases import phrases
from tests.bot.libraries.conftest import BRIDGE
from tests.bot.platforms.discord_world import World, custom_ids, forge, last, shown, texts

SAY = phrases()
SECRET = (
    "“The quillback ferry will run again in April,” said Ines Okoro, the harbour master of Vexley. “It is late.”\n\n"
    "“Nobody waited for it,” said Tom Brandreth, who sells tickets.\n"
)
GAP = "What did Zebulon Quux say about the ferry?"
RATE = 4321
MARKS = ("quillback", "okoro", "vexley", "brandreth", "zebulon", "quux", "4321", "4,321")

pytestmark = [pytest.mark.simcord(settle_timeout=120), pytest.mark.usefixtures("read_here")]


@dataclass
class Server:
    """A server with a channel, a moderator and a member."""

    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    moderator: simcord.MemberActor
    member: simcord.MemberActor

    async def give(self, command: str, **options: object) -> simcord.InteractionResult:
        """Have the moderator give a command of `/index`."""
        result: simcord.InteractionResult = await self.moderator.slash(self.channel, f"index {command}", **options)
        return result


def here(world: World) -> Server:
    return Server(world.guild, world.channel, world.moderator, world.alice)


def another(world: World) -> Server:
    """Return a second server that the bot is on."""
    guild = world.env.create_guild("Others")
    roles = [guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))]
    moderator = guild.add_member(world.env.create_user("kim"), roles=roles)
    return Server(guild, guild.create_text_channel("lobby"), moderator, guild.add_member(world.env.create_user("bob")))


def all_of(result: simcord.InteractionResult) -> str:
    """Return everything that a result shows, its buttons and what stands beside it included."""
    messages = [one for one in (result.response, *result.followups) if one is not None]
    return json.dumps([[one.content, one.components] for one in messages], ensure_ascii=False)


def check(seen: str) -> None:
    """Fail where something of the first server is to be seen."""
    assert not [mark for mark in MARKS if mark in seen.lower()], seen


async def added(server: Server, text: str) -> simcord.InteractionResult:
    """Have the moderator add a report, and return its notice."""
    offered = await server.give("add", file=("report.txt", text.encode()))
    assert offered.response is not None
    await server.moderator.click(offered.response, label=SAY("desk-add"))
    return offered


async def keep_secrets(server: Server) -> None:
    """Give a server a source, a gap and a setting of its own."""
    await added(server, SECRET)
    await server.member.slash(server.channel, "ask", question=GAP)
    await server.give("settings", **{"cooldown-member": RATE, "notices": True})
    held = [all_of(await server.give(what)) for what in ("gaps", "settings")]
    held.append(all_of(await server.give("show", passage="1")))
    assert {mark for mark in MARKS if mark in "".join(held).lower()} >= {*MARKS} - {"brandreth", "4321"}


async def everything_seen(server: Server, source: str) -> AsyncIterator[str]:
    """Yield what a server's members and moderators see by each command and completion; `source` is another's."""
    given: dict[str, list[dict[str, str]]] = {
        "add": [{}],
        "remove": [{"source": source}, {"source": "1"}],
        "show": [{"passage": "1"}, {"passage": "1:1"}, {"passage": "2:1"}, {"passage": "ferry"}],
        "correct": [{}, {"passage": "9:1", "speaker": "-"}, {"speaker": "Ann Nobody", "merge": "Bo Nobody"}],
        "rollback": [{}, {"snapshot": "1"}, {"snapshot": "2"}],
    }
    for declared in INDEX_COMMANDS:
        for options in given.get(declared.name, [{}]):
            yield all_of(await server.give(declared.name, **options))
        for parameter in declared.parameters:
            for typed in ("", "a", "ferry", "quill", "Oko", "1") if parameter.kind.completes else ():
                found = await server.moderator.autocomplete(
                    server.channel, f"index {declared.name}", parameter.name, typed
                )
                yield json.dumps(found)
    for asker in (server.member, server.moderator):
        for question in ("When will the ferry run again?", "Who waited for it?"):
            yield all_of(await asker.slash(server.channel, "ask", question=question))
        for command in ("speakers", "sources", "help", "privacy"):
            yield all_of(await asker.slash(server.channel, command))
        for command in ("ask", "quotes"):
            for typed in ("", "Ok", "harbour master"):
                yield json.dumps(await asker.autocomplete(server.channel, command, "speaker", typed))
    yield all_of(await server.member.slash(server.channel, "quotes", speaker="harbour master"))
    message = await server.member.send(server.channel, "The ferry will run again in April, they say.")
    yield all_of(await server.member.context_menu(server.channel, SAY("command-look-up"), message))


async def test_no_command_or_completion_shows_what_another_server_holds(world: World) -> None:
    first, second = here(world), another(world)
    await keep_secrets(first)
    (source,) = await first.moderator.autocomplete(first.channel, "index remove", "source", "")
    async for seen in everything_seen(second, source["value"]):
        check(seen)
    await added(second, BRIDGE)
    async for seen in everything_seen(second, source["value"]):
        check(seen)
    await second.give("reload")
    assert shown(await first.give("list"))[0] == SAY("list-own", count=1)
    assert "quillback" in all_of(await first.member.slash(first.channel, "ask", question="When will the ferry run?"))


async def test_no_button_of_another_server_s_moderators_does_anything(world: World) -> None:
    first, second = here(world), another(world)
    await keep_secrets(first)
    notices = [
        await first.give("remove", source="1"),
        await first.give("add", file=("bridge.txt", BRIDGE.encode())),
        await first.give("correct", passage="1", speaker="Ada Byron"),
        await first.give("rollback"),
        await first.give("show", passage="1"),
        await first.give("gaps"),
        await first.give("settings", private=True),
    ]
    acts = [one for notice in notices if notice.response for one in custom_ids(notice.response.components)]
    assert len(acts) > 8
    before = [all_of(await first.give(what)) for what in ("list", "history", "settings", "status")]
    for number, act in enumerate([*acts, "act=list:1", "act=history:1", "act=gaps:1", "act=show:1:1", "act=undo:2:1"]):
        own = await second.give("settings", **{"cooldown-member": number})
        assert own.response is not None
        forge(world, own.response, act)
        pressed = await second.moderator.click(own.response, custom_id=act)
        check(all_of(pressed))
        check(all_of(own))
        gone = [texts(one.components) for one in pressed.followups] == [[SAY("error-offer-gone")]]
        assert gone or not act.startswith(("act=do:", "act=leave:")), act
    assert [all_of(await first.give(what)) for what in ("list", "history", "settings", "status")] == before


async def test_an_offer_is_for_who_asked_and_no_other_moderator(world: World) -> None:
    server = here(world)
    roles = [server.guild.create_role("Others", permissions=discord.Permissions(manage_guild=True))]
    second = server.guild.add_member(world.env.create_user("mo"), roles=roles)
    offered = await server.give("add", file=("report.txt", SECRET.encode()))
    assert offered.response is not None
    (take, _) = custom_ids(offered.response.components)
    theirs = await second.slash(server.channel, "index add", file=("report.txt", BRIDGE.encode()))
    assert theirs.response is not None
    forge(world, theirs.response, take)
    refused = await second.click(theirs.response, custom_id=take)
    assert texts(refused.followups[0].components) == [SAY("error-offer-gone")]
    assert shown(await server.give("list"))[0] == SAY("list-default", count=1)
    await server.moderator.click(offered.response, custom_id=take)
    assert shown(await server.give("list"))[0] == SAY("list-own", count=1)


async def test_no_button_below_an_answer_shows_or_changes_another_server_s(world: World) -> None:
    first, second = here(world), another(world)
    await keep_secrets(first)
    await first.member.send(first.channel, f"{world.me.mention} When will the quillback ferry run again?")
    answer = last(first.channel)
    assert "quillback" in "".join(texts(answer.components))
    private = await first.member.slash(first.channel, "ask", question="Who waited?", private=True)
    assert private.response is not None
    theirs = [*custom_ids(answer.components), *custom_ids(private.response.components)]
    exchange = theirs[0].split(":")[1]
    theirs += [f"quotes:{exchange}:1", f"post:{exchange}:0", f"card:{exchange}:0", f"share:{exchange}:0"]
    for what in dict.fromkeys(theirs):
        await second.member.send(second.channel, f"{world.me.mention} What about doing business without AI?")
        own = last(second.channel)
        forge(world, own, what)
        pressed = await second.member.click(own, custom_id=what)
        check(all_of(pressed))
        check(json.dumps([texts(one.components) for one in second.channel.history()]))
        told = [
            texts(one.components) for one in (*pressed.followups, *([pressed.response] if pressed.response else []))
        ]
        refusals = [SAY("error-exchange-gone")], [SAY("error-not-yours")]
        assert what.startswith("delete:") or any(refusal in told for refusal in refusals), what
    await second.member.send(second.channel, f"{world.me.mention} What about doing business without AI?")
    asking = await second.member.click(last(second.channel), label=SAY("button-unhelpful"))
    window = asking._interaction.modal
    assert window is not None
    own = window["custom_id"].removeprefix("complaint=")
    window["custom_id"] = window["custom_id"].replace(own, exchange)
    sent = await second.member.submit_modal(asking, {"why": [Complaint.WRONG_SPEAKER.value], "remark": ""})
    assert SAY("error-exchange-gone") in all_of(sent)
    check(all_of(sent))
    again = await first.member.click(answer, label=SAY("button-context"))
    assert "quillback" in all_of(again)
