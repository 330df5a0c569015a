"""A Discord on loopback that divides its servers into shards, and keeps its rules about them.

It notes whatever breaks one: a shard that two connections serve at once, and identifies of one bucket that follow each
other too soon (which it refuses, as Discord does).
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.bot.platforms.discord_payloads import APPLICATION, BOT, GUILD, THE_GUILD, Payload, user_of
from tests.bot.platforms.discord_server import (
    HEARTBEAT,
    HEARTBEAT_ACKNOWLEDGED,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    RESUME,
    DiscordServer,
)


@dataclass
class Session:
    """What one process serves of a shard."""

    process: str
    shard: int
    socket: web.WebSocketResponse
    began: float = field(default_factory=time.monotonic)
    events: int = 0


class ShardedDiscordServer(DiscordServer):
    """Answers the processes of one bot. Each connects to an address of its own, by which it is known."""

    def __init__(self, shards: int, concurrency: int, spacing: float) -> None:
        """Advise `shards` shards, `concurrency` identifies at once, and `spacing` seconds between those of a bucket."""
        super().__init__()
        self.advised = shards
        self.concurrency = concurrency
        self.spacing = spacing
        self.live: dict[int, list[Session]] = defaultdict(list)
        self.identified: list[Session] = []
        self.broken: list[str] = []
        self._last: dict[int, float] = {}

    def served(self) -> dict[int, str]:
        """Return which process serves which shard."""
        return {shard: sessions[-1].process for shard, sessions in self.live.items() if sessions}

    def shares(self) -> dict[str, int]:
        """Return how many shards each process serves that serves any."""
        served = list(self.served().values())
        return {process: served.count(process) for process in set(served)}

    @staticmethod
    def guild_of(shard: int) -> int:
        """Return the id of the one server that is in a shard: Discord divides them by the upper bits of their ids."""
        return (shard << 22) + GUILD

    def _routes(self, app: web.Application) -> None:
        app.router.add_get("/gateway/{process}", self._shard)

    def _answer(self, method: str, path: list[str], body: Payload) -> Payload | list[Payload] | None:
        if (method, path) == ("GET", ["gateway", "bot"]):
            limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self.concurrency}
            return {
                "url": f"ws://127.0.0.1:{self.port}/gateway/x",
                "shards": self.advised,
                "session_start_limit": limits,
            }
        return super()._answer(method, path, body)

    async def _to_members(self, event: Payload) -> None:
        """Send an event to whoever serves the shard of its server."""
        guild = int(event["d"]["guild_id"])
        for session in self.live[(guild >> 22) % self.advised]:
            session.events += 1
            await session.socket.send_json({**event, "s": session.events})

    async def _shard(self, request: web.Request) -> web.WebSocketResponse:
        process = request.match_info["process"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}})
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    break
                sent = json.loads(frame.data)
                if sent["op"] == HEARTBEAT:
                    await socket.send_json({"op": HEARTBEAT_ACKNOWLEDGED})
                elif sent["op"] == RESUME:
                    await socket.send_json({"op": INVALID_SESSION, "d": False})
                elif self.close_with is not None:
                    await socket.close(code=self.close_with)
                elif sent["op"] == IDENTIFY:
                    session = await self._identify(process, sent["d"]["shard"], socket)
        finally:
            if session is not None:
                async with self._changed:
                    self.live[session.shard].remove(session)
                    self._changed.notify_all()
        return socket

    async def _identify(self, process: str, told: list[int], socket: web.WebSocketResponse) -> Session | None:
        shard, shards = told
        now, bucket = time.monotonic(), shard % self.concurrency
        early = self.spacing - (now - self._last.get(bucket, 0.0))
        self._last[bucket] = now
        if early > 0:
            self.broken.append(f"{process} identifies shard {shard} {early:.2f} s too soon")
            await socket.send_json({"op": INVALID_SESSION, "d": False})
            return None
        if shards != self.advised:
            self.broken.append(f"{process} divides into {shards}")
        session = Session(process, shard, socket)
        async with self._changed:
            if self.live[shard]:
                self.broken.append(f"{process} serves shard {shard} beside {self.live[shard][0].process}")
            self.live[shard].append(session)
            self.identified.append(session)
            self._changed.notify_all()
        guild = self.guild_of(shard)
        ready = {
            "v": 10,
            "user": user_of(BOT, "record"),
            "guilds": [{"id": str(guild), "unavailable": True}],
            "session_id": f"session-{shard}",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway/{process}",
            "shard": [shard, shards],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        for number, (event, data) in enumerate((("READY", ready), ("GUILD_CREATE", {**THE_GUILD, "id": str(guild)}))):
            session.events = number + 1
            await socket.send_json({"op": 0, "t": event, "s": session.events, "d": data})
        return session
