"""The bot over several connections to Discord, its shards, which may be divided over several processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from bot.assistant import Assistant
from bot.connection import Connection
from bot.in_flight import InFlight
from bot.platforms.discord.client import Bot
from bot.platforms.discord.shares import LeasedShares, OwnShares, Shares
from bot.state.database import Database
from bot.state.faults import StateError

log = logging.getLogger(__name__)

LEASE = 20.0
"""Seconds after which the shards of a process that died are others'."""

BEAT = 5.0
"""Seconds between two looks at which shards are this process's."""

_LAUNCHING = 600.0
"""Seconds after which an attempt to connect a shard is begun anew: discord.py's own attempts lie one in another."""


def shares_of(database: Database) -> Callable[[int], Shares]:
    """Return what makes, for an application's id, the division of its shards over the processes on `database`."""

    def made(application: int) -> Shares:
        if database.url is None:
            return OwnShares()
        return LeasedShares(database, f"discord/{application}", LEASE)

    return made


class ShardedClient(Bot, discord.AutoShardedClient):
    """Connects the shards that are this process's, as long as they are."""

    def __init__(
        self,
        assistant: Assistant,
        in_flight: InFlight,
        connection: Connection,
        note_of_commands: Path,
        *,
        shards: int,
    ) -> None:
        """Answer by `assistant`, over `shards` connections of all processes together; 0: as many as Discord advises.

        See `sync_when_changed` for `note_of_commands`.
        """
        super().__init__(assistant, in_flight, connection, note_of_commands, shard_connect_timeout=None)
        self._wanted = shards
        self._shares_of = shares_of(assistant.state.database)
        self._shares: Shares | None = None
        self._concurrency = 1
        self._launching: dict[int, asyncio.Task[None]] = {}
        self._connected: set[int] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._begun = False

    async def login(self, token: str) -> None:
        """Log in; from here on there is something to close."""
        self._begun = True
        await super().login(token)

    async def launch_shards(self) -> None:
        """Connect those shards that are this process's; from then on they are looked after."""
        advised, _, limits = await self.http.get_bot_gateway()
        self._concurrency = max(1, limits["max_concurrency"])
        if limits["remaining"] == 0:
            wait = limits["reset_after"] / 1000
            log.warning("Discord lets no more connections begin today. Trying again in %.0f s.", wait)
            await asyncio.sleep(wait)
        assert self.application_id is not None  # noqa: S101 - for the type checker: it is known once logged in
        self._shares = self._shares_of(self.application_id)
        self._keeping = asyncio.create_task(self._keep(self._shares, self._wanted or advised), name="keeping shards")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - discord.py passes it
        """Wait for the turn of a shard's bucket, which may be another process's now."""
        assert self._shares is not None  # noqa: S101 - for the type checker: no shard is launched before
        await self._shares.turn((shard_id or 0) % self._concurrency)

    async def close(self) -> None:
        """Close the connections, and let other processes have the shards."""
        if not self._begun:
            return
        for task in (self._keeping, *self._launching.values()):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        await super().close()
        self._connected.clear()
        shares, self._shares = self._shares, None
        if shares is not None:
            with suppress(StateError):
                await shares.leave()

    async def on_shard_ready(self, shard: int) -> None:
        """Note that a shard's session has begun."""
        log.info("Connected to Discord as %s, shard %d of %s", self.user, shard, self.shard_count)
        self._note(shard, is_connected=True)

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that a shard's session goes on."""
        self._note(shard, is_connected=True)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that a shard's connection is lost."""
        self._note(shard, is_connected=False)

    async def _keep(self, shares: Shares, wanted: int) -> None:
        while True:
            try:
                await self._take(shares, wanted)
            except StateError as error:
                # As long as the database does not answer, it does not answer others either: what is held is served.
                log.warning("Which shards of Discord are this process's is not known just now: %s", error)
            except Exception:  # whatever it is, the leases must be renewed
                log.exception("The shards of Discord could not be looked after.")
            await asyncio.sleep(BEAT)

    async def _take(self, shares: Shares, wanted: int) -> None:
        """Connect and disconnect as the division says.

        Raises:
            StateError: it is not known.
        """
        before = frozenset(self._launching)
        share = await shares.renew(wanted)
        keeps = share.held - share.surplus
        if self.shard_count not in {None, share.parts}:
            log.warning(
                "Discord's servers are now divided into %d shards, no longer %s.", share.parts, self.shard_count
            )
            await self._drop(frozenset(self._launching) | frozenset(self.shards))
        self.shard_count = self._connection.shard_count = share.parts
        self._connection.shard_ids = sorted(keeps)
        ended = (frozenset(self._launching) | self._open_shards()) - keeps
        await self._drop(ended)
        if share.surplus:
            await shares.give_back(share.surplus)
        for shard in sorted(keeps - frozenset(self._launching)):
            self._launching[shard] = asyncio.create_task(self._launch(shard), name=f"shard {shard}")
        if frozenset(self._launching) != before:
            log.info("%d of %d shards are this process's, one of %d.", len(keeps), share.parts, share.processes)
        self._report()

    def _open_shards(self) -> frozenset[int]:
        return frozenset(number for number, shard in self.shards.items() if not shard.is_closed())

    async def _launch(self, shard: int) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAUNCHING):
                    await self.launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard)
                return

    async def _drop(self, shards: frozenset[int]) -> None:
        """Disconnect `shards`; what is under way to connect one is given up first."""
        for shard in shards:
            task = self._launching.pop(shard, None)
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
            info = self.get_shard(shard)
            if info is not None:
                await info.disconnect()
            self._connected.discard(shard)

    def _note(self, shard: int, *, is_connected: bool) -> None:
        if is_connected:
            self._connected.add(shard)
        else:
            self._connected.discard(shard)
        self._report()

    def _report(self) -> None:
        """Report the connection as up where all shards of this process are; one that has none waits to take over."""
        if self._connected >= set(self._launching):
            self._reported.up()
        else:
            self._reported.down()

    def _hears_of(self, guild: int) -> bool:
        """Return whether the shard of a server is this process's, and connected."""
        count = self.shard_count  # unknown, or 0, before Discord has advised one
        return (guild >> 22) % count in self._connected if count else False

    async def _channel_elsewhere(self, guild: int, channel: int) -> object:
        """Return a channel of a server that comes over another process's connection, if it is one; None if not."""
        try:
            found = await self.fetch_channel(channel)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return None
        return found if getattr(getattr(found, "guild", None), "id", None) == guild else None
