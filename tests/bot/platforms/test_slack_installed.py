"""Workspaces that install the bot by themselves: what is kept of each, what is refused, and a database that is away."""

from __future__ import annotations

import datetime
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy.ext.asyncio import AsyncSession

from bot.platforms.slack import installed
from bot.platforms.slack.installed import KEPT_FOR, InstalledWorkspaces
from bot.platforms.slack.listeners import SCOPES
from bot.state.database import Database
from bot.state.faults import StateError
from bot.state.installations import Installations
from tests.clock import Clock

AWAY = "The database is away. Try again in a minute."


class Sometimes(Database):
    """A database in memory that can be away."""

    is_away = False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        if self.is_away:
            raise StateError(AWAY)
        async with super().reading() as session:
            yield session

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        if self.is_away:
            raise StateError(AWAY)
        async with super().session() as session:
            yield session


@pytest.fixture
async def database() -> AsyncIterator[Sometimes]:
    database = Sometimes()
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspaces(database: Sometimes, clock: Clock) -> InstalledWorkspaces:
    return InstalledWorkspaces(Installations(database, "secret"), "http://127.0.0.1:1/", clock)


def installation(team: str | None = "T1", **changes: object) -> Installation:
    given: dict[str, Any] = {
        "team_id": team,
        "user_id": "U1",
        "bot_token": f"xoxb-{team}",
        "bot_scopes": list(SCOPES),
        **changes,
    }
    return Installation(**given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (installation(is_enterprise_install=True), "Install it in one workspace after another"),
        (installation(None), "Install it in one workspace after another"),
        (installation(bot_token=None), "Install it in one workspace after another"),
        (installation(bot_token_expires_at=datetime.datetime.now(datetime.UTC)), "Switch token rotation off"),
    ],
)
async def test_what_the_bot_cannot_serve_is_refused_with_the_remedy(
    workspaces: InstalledWorkspaces, given: Installation, sentence: str
) -> None:
    with pytest.raises(BoltError, match=sentence):
        await workspaces.async_save(given)
    assert await workspaces.installed(["T1"]) == {"T1": False}


async def test_scopes_that_were_not_granted_are_named_and_the_rest_works(
    workspaces: InstalledWorkspaces, caplog: pytest.LogCaptureFixture
) -> None:
    granted = [scope for scope in SCOPES if scope != "commands"]
    await workspaces.async_save(installation(bot_scopes=",".join(granted)))
    assert "The workspace T1 did not grant the scopes ['commands']" in caplog.text
    client = await workspaces.find("T1")
    assert client is not None
    assert client.token == "xoxb-T1"
    assert "xoxb" not in caplog.text


async def test_while_the_database_is_away_who_was_known_is_served_and_nobody_is_taken_for_gone(
    workspaces: InstalledWorkspaces, database: Sometimes, clock: Clock
) -> None:
    await workspaces.async_save(installation())
    known = await workspaces.find("T1")
    database.is_away = True
    clock.now += KEPT_FOR + 1
    assert await workspaces.find("T1") is known
    assert workspaces.client("T1") is known
    with pytest.raises(StateError, match="is away"):
        await workspaces.find("T2")
    with pytest.raises(BoltError, match="is away"):
        await workspaces.async_save(installation("T2"))
    database.is_away = False
    assert await workspaces.find("T1") is known, "its token is the same"
    assert await workspaces.find("T2") is None


async def test_one_that_uninstalled_the_bot_has_no_token_and_can_be_installed_anew(
    workspaces: InstalledWorkspaces, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await workspaces.async_save(installation())
    await workspaces.find("T1")
    await workspaces.forget("T1", datetime.datetime.now(datetime.UTC))
    assert "T1 has uninstalled the bot; its token is deleted" in caplog.text
    assert await workspaces.find("T1") is None
    assert workspaces.client("T1").token is None
    await workspaces.forget("T1", datetime.datetime.now(datetime.UTC))
    assert caplog.text.count("its token is deleted") == 1
    await workspaces.async_save(installation(bot_token="xoxb-new"))
    assert (await workspaces.find("T1")).token == "xoxb-new"  # type: ignore[union-attr]  # it was just installed


async def test_of_many_workspaces_those_that_were_silent_longest_are_held_no_longer(
    workspaces: InstalledWorkspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "MOST_KEPT", 2)
    clients = {}
    for team in ("T1", "T2", "T3"):
        await workspaces.async_save(installation(team))
        clients[team] = await workspaces.find(team)
    assert workspaces.client("T2") is clients["T2"]
    assert workspaces.client("T3") is clients["T3"]
    assert workspaces.client("T1").token is None
    again = await workspaces.find("T1")
    assert again is not None
    assert again.token == "xoxb-T1"
