"""How the process is, for a supervisor on the same machine: alive, ready, and figures for Prometheus."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from aiohttp import web

from bot.assistant import Assistant
from bot.errors import ConfigurationError
from bot.readiness import Connected, Readiness

_UNAVAILABLE = 503


class Health:
    """A small HTTP server: `/alive`, `/ready` and `/metrics`. It tells nothing of members, nor of what they ask."""

    def __init__(self, assistant: Assistant, platforms: Sequence[Connected], host: str, port: int) -> None:
        """Tell of `assistant` and `platforms` at `host` and `port`; the port 0 takes any that is free."""
        self._assistant = assistant
        self._readiness = Readiness(assistant, platforms)
        self._host, self._port = host, port
        app = web.Application()
        app.add_routes(
            [web.get("/alive", self._alive), web.get("/ready", self._ready), web.get("/metrics", self._metrics)]
        )
        self._runner = web.AppRunner(app, access_log=None)

    @property
    def port(self) -> int:
        """The port that is listened at, once started."""
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            ConfigurationError: the address cannot be listened at; says which settings give it.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise ConfigurationError(
                f"The address {self._host}:{self._port} for health cannot be listened at ({error.strerror or error}). "
                "Choose another HEALTH_PORT or HEALTH_HOST, or leave HEALTH_PORT at 0 to do without."
            ) from None

    def drain(self) -> None:
        """Say from now on that the process is ending, and is not ready for anything new."""
        self._readiness.draining = True

    async def stop(self) -> None:
        """Listen no longer."""
        await self._runner.cleanup()

    @staticmethod
    async def _alive(_request: web.Request) -> web.Response:
        """Say that the event loop turns."""
        return web.json_response({"alive": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        """Say whether members are served: 200 where they are, else 503 and which part does not do its work."""
        parts = await self._readiness.parts()
        ready = all(parts.values()) and not self._readiness.draining
        state = {"ready": ready, "draining": self._readiness.draining, "parts": parts}
        return web.json_response(state, status=200 if ready else _UNAVAILABLE)

    async def _metrics(self, _request: web.Request) -> web.Response:
        await self._readiness.parts()
        libraries, metrics = self._assistant.libraries, self._assistant.metrics
        if libraries.is_open:
            manifest = libraries.default.snapshot.manifest
            made = datetime.datetime.fromisoformat(manifest.created).timestamp()
            metrics.holds(manifest.counts["passages"], made, len(libraries.own))
        return web.Response(body=metrics.page(), headers={"Content-Type": metrics.content_type})
