import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels import ChannelRules, CommunityRules, Presence
from bot.conversation import Thread
from bot.errors import OnlyMentioned, StaysOut
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.settings import SettingsStore

HERE = Thread("discord", "guild", "channel", "ann")
QUIET = ChannelRules(Presence.STAYS_OUT, private=True)


Settings = Callable[..., SettingsStore]


@pytest.fixture
async def settings_of() -> AsyncIterator[Settings]:
    """Return what makes settings over a database, of the arguments of `Database`, which is closed at the end."""
    databases: list[Database] = []

    def made(path: Path | None = None, patience: float | None = None) -> SettingsStore:
        databases.append(Database(path, patience))
        return SettingsStore(databases[-1])

    yield made
    for database in databases:
        await database.close()


async def opened(settings: SettingsStore) -> SettingsStore:
    """Return settings as another process has read them."""
    await settings.open()
    return settings


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT community, channel, name, value FROM setting ORDER BY name").fetchall()


async def test_what_is_set_holds_for_everybody_in_the_channel_and_after_a_restart(
    settings_of: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "data" / "record.db"
    settings = settings_of(path)
    assert settings.channel(HERE) == ChannelRules(Presence.ANSWERS, private=False)
    assert await settings.change_channel(HERE, private=True) == ChannelRules(Presence.ANSWERS, private=True)
    assert await settings.change_channel(HERE, Presence.STAYS_OUT) == QUIET
    for read in (settings, await opened(settings_of(path))):
        assert read.channel(HERE._replace(member="bob")) == QUIET
        assert read.channel(HERE._replace(channel="channel/17.5")) == QUIET
        assert read.channel(HERE._replace(channel="other")) == ChannelRules()
        assert read.channel(HERE._replace(community="other")) == ChannelRules()
        assert read.channel(HERE._replace(platform="slack")) == ChannelRules()
        assert read.community("discord:guild") == CommunityRules()


async def test_what_is_set_for_a_community_holds_in_all_its_channels_where_nothing_else_is(
    settings_of: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "record.db"
    settings = settings_of(path)
    rules = CommunityRules(cooldown_member=0, cooldown_channel=12, language="zh-Hant", private=True, notices="ops")
    await settings.change_community("discord:guild", rules)
    await settings.change_channel(HERE, private=False)
    for read in (settings, await opened(settings_of(path))):
        assert read.community("discord:guild") == rules
        assert read.community("discord:other") == read.community("slack:guild") == CommunityRules()
        assert read.channel(HERE._replace(channel="other")) == ChannelRules(private=True)
        assert read.channel(HERE) == ChannelRules(private=False)
        assert read.channel(HERE._replace(community="other", channel="other")) == ChannelRules()


async def test_who_sees_answers_follows_the_community_until_it_is_set_otherwise_for_the_channel(
    settings_of: Settings, tmp_path: Path
) -> None:
    settings = settings_of()
    quiet, open_ = HERE, HERE._replace(channel="other")
    await settings.change_channel(quiet, Presence.MENTIONED, private=True)
    await settings.change_channel(open_, Presence.MENTIONED, private=False)
    for private in (True, False):
        await settings.change_community("discord:guild", CommunityRules(private=private))
        assert settings.channel(quiet) == ChannelRules(Presence.MENTIONED, private=True)
        assert settings.channel(open_) == ChannelRules(Presence.MENTIONED, private=private)


async def test_two_who_change_one_channel_at_once_both_get_what_they_want(
    settings_of: Settings, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path / "record.db")
    await asyncio.gather(settings.change_channel(HERE, Presence.STAYS_OUT), settings.change_channel(HERE, private=True))
    assert settings.channel(HERE) == (await opened(settings_of(tmp_path / "record.db"))).channel(HERE) == QUIET


async def test_what_is_set_back_is_not_kept(settings_of: Settings, tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    settings = settings_of(path)
    await settings.change_channel(HERE, Presence.MENTIONED)
    await settings.change_community("discord:guild", CommunityRules(cooldown_member=3, language="en"))
    assert [row[1:3] for row in rows(path)] == [("", "cooldown_member"), ("", "language"), ("channel", "presence")]
    await settings.change_channel(HERE, Presence.ANSWERS)
    await settings.change_community("discord:guild", replace(settings.community("discord:guild"), language=None))
    assert rows(path) == [("discord:guild", "", "cooldown_member", 3)]


async def test_rules_out_of_their_bounds_are_refused(settings_of: Settings, tmp_path: Path) -> None:
    settings = settings_of()
    for wrong in (CommunityRules(cooldown_member=-1), CommunityRules(cooldown_channel=6_001)):
        with pytest.raises(ValueError, match="cooldown"):
            await settings.change_community("discord:guild", wrong)
    assert settings.community("discord:guild") == CommunityRules()


@pytest.mark.parametrize(("channel", "name", "value"), [("channel", "presence", "shouts"), ("", "cooldown_member", -3)])
async def test_damaged_settings_are_named_and_left_as_they_are(
    settings_of: Settings, tmp_path: Path, channel: str, name: str, value: object
) -> None:
    path = tmp_path / "record.db"
    await settings_of(path).change_channel(HERE, private=True)
    with closing(sqlite3.connect(path)) as database, database:
        new = ("discord:guild", channel, name, json.dumps(value))
        database.execute("INSERT INTO setting (community, channel, name, value) VALUES (?, ?, ?, ?)", new)
    before = rows(path)
    with pytest.raises(StateError, match=r"The settings in the database .*record\.db are damaged"):
        await opened(settings_of(path))
    assert rows(path) == before


async def test_where_it_cannot_be_written_the_old_settings_hold(settings_of: Settings, tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    settings = settings_of(path, patience=0.05)
    await settings.change_channel(HERE, Presence.MENTIONED)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="locked"):
            await settings.change_channel(HERE, Presence.STAYS_OUT)
        with pytest.raises(StateError, match="locked"):
            await settings.change_community("discord:guild", CommunityRules(private=True))
    assert settings.channel(HERE) == ChannelRules(Presence.MENTIONED)
    assert (await opened(settings_of(path))).channel(HERE) == ChannelRules(Presence.MENTIONED)


async def test_in_a_transaction_of_others_it_holds_once_that_is_committed() -> None:
    database = Database()
    settings = SettingsStore(database)
    async with database.session() as session:
        await settings.change_channel(HERE, Presence.STAYS_OUT, session=session)
        await session.rollback()
    assert settings.channel(HERE) == ChannelRules()
    async with database.session() as session:
        await settings.change_channel(HERE, Presence.STAYS_OUT, session=session)
        await settings.change_community("discord:guild", CommunityRules(private=True), session=session)
        assert settings.channel(HERE) == ChannelRules()
    assert settings.channel(HERE) == QUIET


def test_the_rules_say_who_is_answered() -> None:
    ChannelRules(Presence.ANSWERS).check(mentioned=False)
    ChannelRules(Presence.MENTIONED).check(mentioned=True)
    with pytest.raises(OnlyMentioned):
        ChannelRules(Presence.MENTIONED).check(mentioned=False)
    with pytest.raises(StaysOut):
        ChannelRules(Presence.STAYS_OUT).check(mentioned=True)
