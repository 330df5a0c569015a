"""Who a member of Discord is to the bot, read from what Discord sends with a command, a press or a message."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.platforms.discord.members import (
    actor_of,
    actor_of_message,
    after_answer,
    only_for_member,
    thread_of,
    thread_of_message,
)
from tests.bot.platforms.discord_payloads import (
    BOT,
    CHANNEL,
    CHANNEL_OF_GUILD,
    GUILD,
    NOW,
    THE_GUILD,
    message_of,
    user_of,
)

ANN, ROLE, OTHER_ROLE, THREAD, DIRECT = 500, 600, 601, 301, 900
MANAGE_GUILD, ADMINISTRATOR = discord.Permissions(manage_guild=True), discord.Permissions(administrator=True)
ALL_OTHERS = discord.Permissions(discord.Permissions.all().value & ~MANAGE_GUILD.value & ~ADMINISTRATOR.value)
NONE = discord.Permissions.none()

A_THREAD: Any = {
    "id": str(THREAD),
    "type": 11,
    "guild_id": str(GUILD),
    "parent_id": str(CHANNEL),
    "owner_id": "1",
    "name": "a thread",
    "message_count": 0,
    "member_count": 1,
    "rate_limit_per_user": 0,
    "thread_metadata": {"archived": False, "auto_archive_duration": 60, "archive_timestamp": NOW, "locked": False},
}

Interaction = discord.Interaction[discord.Client]


def role(number: int, permissions: discord.Permissions) -> dict[str, Any]:
    fields = {"color": 0, "position": 1, "flags": 0, "hoist": False, "managed": False, "mentionable": False}
    return {"id": str(number), "name": f"role {number}", "permissions": str(permissions.value), **fields}


@pytest.fixture
def client() -> discord.Client:
    made = discord.Client(intents=discord.Intents(guilds=True))
    record: Any = user_of(BOT, "record")
    made._connection.user = discord.ClientUser(state=made._connection, data=record)
    return made


def guild_of(client: discord.Client, *roles: dict[str, Any]) -> discord.Guild:
    """Return a guild of which the client has been told."""
    payload: Any = {**THE_GUILD, "roles": [*THE_GUILD["roles"], *roles]}
    guild = discord.Guild(data=payload, state=client._connection)
    client._connection._add_guild(guild)
    return guild


def member(permissions: discord.Permissions, *roles: int) -> dict[str, Any]:
    """Return a member as Discord sends one with a command: with the permissions that it has worked out."""
    who = {"user": user_of(ANN, "ann"), "roles": [str(one) for one in roles], "joined_at": NOW, "flags": 0}
    return {**who, "permissions": str(permissions.value)}


def interaction_of(client: discord.Client, **changes: object) -> Interaction:
    """Return a command that Ann gives in the guild's channel, where the guild has installed the bot."""
    payload: Any = {
        "id": "1",
        "type": 2,
        "token": "t",
        "version": 1,
        "application_id": str(BOT),
        "attachment_size_limit": 0,
        "guild_id": str(GUILD),
        "channel": {**CHANNEL_OF_GUILD, "guild_id": str(GUILD)},
        "member": member(NONE),
        "authorizing_integration_owners": {"0": str(GUILD)},
        **changes,
    }
    sent: Any = {key: value for key, value in payload.items() if value is not None}
    return discord.Interaction(data=sent, state=client._connection)


def direct(client: discord.Client) -> Interaction:
    """Return a command that Ann gives in a direct message."""
    channel = {"id": str(DIRECT), "type": 1, "recipients": []}
    owners = {"0": "0"}
    return interaction_of(
        client,
        guild_id=None,
        member=None,
        user=user_of(ANN, "ann"),
        channel=channel,
        authorizing_integration_owners=owners,
    )


@pytest.mark.parametrize(
    ("permissions", "runs"),
    [
        (MANAGE_GUILD, True),
        (ADMINISTRATOR, True),
        (discord.Permissions.all(), True),
        (ALL_OTHERS, False),
        (NONE, False),
    ],
)
def test_manage_server_and_administrator_run_the_community(
    client: discord.Client, permissions: discord.Permissions, runs: bool
) -> None:
    guild_of(client, role(ROLE, NONE))
    actor = actor_of(interaction_of(client, member=member(permissions, ROLE)))
    assert bool(actor.runs_the_community) is runs
    assert (*actor.thread,) == ("discord", str(GUILD), str(CHANNEL), str(ANN))
    assert actor.groups == {str(GUILD), str(ROLE)}  # the role of everybody has the guild's id


@pytest.mark.parametrize(
    ("owners", "only_theirs"),
    [
        ({"0": str(GUILD)}, False),
        ({"1": str(ANN)}, True),
        ({"0": str(GUILD), "1": str(ANN)}, False),
        ({}, False),
    ],
)
def test_where_only_the_member_has_the_bot_nobody_moderates(
    client: discord.Client, owners: dict[str, str], only_theirs: bool
) -> None:
    guild_of(client, role(ROLE, ADMINISTRATOR))
    given = member(discord.Permissions.all(), ROLE)
    interaction = interaction_of(client, member=given, authorizing_integration_owners=owners)
    assert only_for_member(interaction) is only_theirs
    actor = actor_of(interaction)
    assert bool(actor.runs_the_community) is not only_theirs
    assert actor.groups == (frozenset() if only_theirs else {str(GUILD), str(ROLE)})


def test_nobody_moderates_in_a_direct_message(client: discord.Client) -> None:
    actor = actor_of(direct(client))
    assert (*actor.thread,) == ("discord", "", str(DIRECT), str(ANN))
    assert (bool(actor.runs_the_community), actor.groups) == (False, frozenset())


def test_a_thread_stands_behind_the_channel_it_belongs_to(client: discord.Client) -> None:
    guild_of(client)
    place = thread_of(interaction_of(client, channel=A_THREAD))
    assert (*place,) == ("discord", str(GUILD), f"{CHANNEL}/{THREAD}", str(ANN))


def test_a_message_in_a_thread_stands_there_too(client: discord.Client) -> None:
    thread = discord.Thread(guild=guild_of(client), state=client._connection, data=A_THREAD)
    payload: Any = message_of(7, "Who?", user_of(ANN, "ann"))
    message = discord.Message(state=client._connection, channel=thread, data=payload)
    assert client.user
    assert thread_of_message(message, client.user) == ("discord", str(GUILD), f"{CHANNEL}/{THREAD}", str(ANN))


def test_without_a_channel_there_is_none(client: discord.Client) -> None:
    guild_of(client)
    assert thread_of(interaction_of(client, channel={})).channel == ""


def test_a_message_has_the_rights_of_the_roles_that_come_with_it(client: discord.Client) -> None:
    guild = guild_of(client, role(ROLE, MANAGE_GUILD), role(OTHER_ROLE, ALL_OTHERS), role(602, ADMINISTRATOR))
    channel = guild.get_channel(CHANNEL)
    for roles, runs in (((ROLE,), True), ((602,), True), ((OTHER_ROLE,), False), ((), False)):
        payload: Any = {
            **message_of(7, "Who?", user_of(ANN, "ann")),
            "guild_id": str(GUILD),
            "member": {"roles": [str(one) for one in roles], "joined_at": NOW, "flags": 0},
        }
        message = discord.Message(state=client._connection, channel=channel, data=payload)  # type: ignore[arg-type]
        thread = after_answer(thread_of(interaction_of(client)), 9)
        actor = actor_of_message(message, thread)
        assert actor.thread == thread
        assert bool(actor.runs_the_community) is runs
        assert actor.groups == {str(GUILD), *map(str, roles)}


def reply_to(client: discord.Client, author: int) -> discord.Message:
    """Return a message of Ann's that replies to message 6, which `author` wrote."""
    channel = (client.get_guild(GUILD) or guild_of(client)).get_channel(CHANNEL)
    payload: Any = {
        **message_of(7, "And why?", user_of(ANN, "ann")),
        "guild_id": str(GUILD),
        "type": 19,
        "message_reference": {"type": 0, "message_id": "6", "channel_id": str(CHANNEL), "guild_id": str(GUILD)},
        "referenced_message": message_of(6, "So it is.", user_of(author, "somebody")),
    }
    return discord.Message(state=client._connection, channel=channel, data=payload)  # type: ignore[arg-type]


def test_a_reply_to_the_bots_answer_goes_on_from_it_and_one_to_others_does_not(client: discord.Client) -> None:
    assert client.user
    places = [thread_of_message(reply_to(client, author), client.user) for author in (BOT, ANN + 1)]
    assert places[0] == ("discord", str(GUILD), f"{CHANNEL}/after-6", str(ANN))
    assert places[1] == ("discord", str(GUILD), str(CHANNEL), str(ANN))
    assert after_answer(places[0], 9) == places[0]._replace(channel=f"{CHANNEL}/after-9")
    assert after_answer(places[1]._replace(channel="1/2"), 9).channel == "1/2/after-9"


def test_who_writes_directly_has_no_rights(client: discord.Client) -> None:
    place = discord.PartialMessageable(client._connection, DIRECT, type=discord.ChannelType.private)
    payload: Any = message_of(7, "Who?", user_of(ANN, "ann"))
    message = discord.Message(state=client._connection, channel=place, data=payload)
    assert client.user
    thread = thread_of_message(message, client.user)
    assert (*thread,) == ("discord", "", str(DIRECT), str(ANN))
    actor = actor_of_message(message, thread)
    assert (actor.thread, actor.runs_the_community, actor.groups) == (thread, False, frozenset())
