"""Discord's shards divided over real processes that share a PostgreSQL, against a Discord that keeps its rules."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from sqlalchemy import URL, create_engine, text

from bot.errors import ConfigurationError
from bot.phrases import phrases
from bot.platforms.discord import DiscordPlatform, shards, shares
from bot.settings import Settings
from bot.state.leases import Leases
from bot.state.state import State
from tests.bot.platforms.conftest import MakeAssistant
from tests.bot.platforms.discord_payloads import APPLICATION
from tests.bot.platforms.discord_server import TOKEN
from tests.bot.platforms.discord_shards import ShardedDiscordServer
from tests.waiting import SECONDS, until

ROOT = Path(__file__).resolve().parents[3]
SHARDS, CONCURRENCY = 6, 2
SPACING, ALLOWED = 3.0, 0.2
"""Seconds that the bot keeps between two, and that this Discord wants: what lies between is a busy machine's."""
LEASE, BEAT = 60.0, 1.0  # seconds; long, so that no process loses its shards to a busy machine
LONG = 180.0  # seconds, on a machine that has much else to do


class Processes:
    """Processes of the bot, each with a name of its own."""

    def __init__(self, server: ShardedDiscordServer, database: URL, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._database = database
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, name: str) -> None:
        module, port = "tests.bot.platforms.discord_shard_process", self._server.port
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD", "SLACK"))}
        (self._folder / name).mkdir()
        url = self._database.render_as_string(hide_password=False)
        given = {"DISCORD_TOKEN": TOKEN, "DISCORD_SHARDS": "0", "DATABASE_URL": url, "OMP_NUM_THREADS": "1"}
        self.running[name] = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, str(port), name, str(LEASE), str(BEAT), str(SPACING), str(ALLOWED)),
            env={**kept, **given, "DATA_DIR": str(self._folder / name), "PYTHONPATH": str(ROOT)},
            cwd=self._folder,
        )

    def let_run_out(self, lost: set[int]) -> None:
        """Have the time be over for which whoever holds `lost` has them, by the clock that counts: the database's."""
        over = text(
            "UPDATE lease SET until = clock_timestamp() "
            "WHERE holder IN (SELECT holder FROM lease WHERE name = ANY(:names))"
        )
        engine = create_engine(self._database)
        with engine.begin() as connection:
            connection.execute(over, {"names": [f"discord/{APPLICATION}/part/{shard}" for shard in lost]})
        engine.dispose()

    async def stop(self, name: str, how: signal.Signals) -> int:
        process = self.running.pop(name)
        process.send_signal(how)
        return await asyncio.wait_for(process.wait(), LONG)


@pytest.fixture
async def server() -> AsyncIterator[ShardedDiscordServer]:
    async with ShardedDiscordServer(SHARDS, CONCURRENCY, ALLOWED) as server:
        yield server


@pytest.fixture
async def processes(server: ShardedDiscordServer, postgres: URL, tmp_path: Path) -> AsyncIterator[Processes]:
    processes = Processes(server, postgres, tmp_path)
    yield processes
    for name in list(processes.running):
        await processes.stop(name, signal.SIGKILL)


async def served_in_every_server(server: ShardedDiscordServer) -> None:
    """Have a member ask in a server of each shard: whoever serves it tells that the index is not open yet."""
    asked = []
    for shard in range(SHARDS):
        server.guild = server.guild_of(shard)
        asked.append(await server.command("ask", question="Who spoke about AI?"))
    await server.until(lambda: all(one.shown for one in asked))
    assert [one.shown for one in asked] == [[phrases()("error-not-ready")]] * SHARDS


async def test_processes_share_the_shards_and_take_over_those_of_one_that_is_killed(
    server: ShardedDiscordServer, processes: Processes
) -> None:
    for name in ("a", "b", "c"):
        await processes.start(name)
    await server.until(lambda: server.shares() == {"a": 2, "b": 2, "c": 2})
    await served_in_every_server(server)

    gone = {shard for shard, process in server.served().items() if process == "a"}
    await processes.stop("a", signal.SIGKILL)
    processes.let_run_out(gone)
    await server.until(lambda: server.shares() == {"b": 3, "c": 3})
    assert gone <= server.served().keys()
    await served_in_every_server(server)

    # One that ends as it is told to leaves at once what it has.
    assert await processes.stop("c", signal.SIGTERM) == 0
    await server.until(lambda: server.shares() == {"b": 6})
    await served_in_every_server(server)
    assert server.broken == []


async def test_one_process_without_a_database_serves_all_shards(
    server: ShardedDiscordServer, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.serve(monkeypatch)
    address = yarl.URL(f"ws://127.0.0.1:{server.port}/gateway/one")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", address)
    monkeypatch.setattr(shares, "BETWEEN_IDENTIFIES", SPACING)
    monkeypatch.setattr(shares, "ALLOWED_EVERY", ALLOWED)
    settings = Settings(_env_file=None, discord_token=TOKEN, data_dir=tmp_path, discord_shards=0)
    platform = DiscordPlatform(make_assistant(), settings)
    running = asyncio.create_task(platform.run())
    await server.until(lambda: server.shares() == {"one": SHARDS} or running.done())
    server.guild = server.guild_of(SHARDS - 1)
    asked = await server.command("sources")
    await server.until(lambda: bool(asked.shown))
    # A connection that is lost comes back, and only that one.
    before = len(server.identified)
    await server.live[1][0].socket.close(code=4000)
    await server.until(lambda: len(server.identified) > before and server.shares() == {"one": SHARDS})
    assert [session.shard for session in server.identified[before:]] == [1]
    await platform.close()
    await asyncio.wait_for(running, SECONDS)
    assert not platform.connection.is_up
    assert server.broken == []


async def test_a_process_knows_only_of_the_shards_that_it_serves_where_the_bot_is(
    server: ShardedDiscordServer,
    make_assistant: MakeAssistant,
    postgres: URL,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    server.serve(monkeypatch)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{server.port}/gateway/one"))
    monkeypatch.setattr(shares, "BETWEEN_IDENTIFIES", SPACING)
    monkeypatch.setattr(shares, "ALLOWED_EVERY", ALLOWED)
    monkeypatch.setattr(shards, "BEAT", 0.1)
    state = State(tmp_path, 1, url=postgres)
    await state.open()
    other = Leases(state.database, f"discord/{APPLICATION}", LONG)
    assert len((await other.renew(SHARDS)).held) == SHARDS
    settings = Settings(_env_file=None, discord_token=TOKEN, data_dir=tmp_path, discord_shards=0)
    platform = DiscordPlatform(make_assistant(keeping=state), settings)
    running = asyncio.create_task(platform.run())
    here, elsewhere = str(server.guild_of(0)), str(server.guild_of(0) + 1)
    await until(lambda: platform.connection.is_up or running.done(), LONG)
    assert await platform.is_in([here, elsewhere]) == {}
    await other.leave()
    await until(lambda: running.done() or platform.client.is_in(int(here)) is not None, LONG)
    assert await platform.is_in([here, elsewhere]) == {here: True, elsewhere: False}
    await platform.close()
    await asyncio.wait_for(running, SECONDS)
    assert await platform.is_in([here, elsewhere]) == {}
    await state.close()


@pytest.mark.parametrize(("code", "sentence"), [(4004, "refused DISCORD_TOKEN"), (4011, "DISCORD_SHARDS=0")])
async def test_a_refusal_by_the_gateway_is_told(
    server: ShardedDiscordServer,
    make_assistant: MakeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    code: int,
    sentence: str,
) -> None:
    server.serve(monkeypatch)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{server.port}/gateway/one"))
    server.close_with = code
    settings = Settings(_env_file=None, discord_token=TOKEN, data_dir=tmp_path, discord_shards=2)
    with pytest.raises(ConfigurationError, match=sentence):
        await asyncio.wait_for(DiscordPlatform(make_assistant(), settings).run(), LONG)
