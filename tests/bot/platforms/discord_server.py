"""A small Discord on loopback: as much of its REST API and gateway as shows real time and real sockets."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import discord
import pytest
import yarl
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

APPLICATION, BOT, GUILD, CHANNEL, BOT_ROLE, MEMBER = 100, 100, 200, 300, 400, 500
TOKEN = "AAAA.BBBB.CCCC"
MANAGE_GUILD = str(discord.Permissions(manage_guild=True).value)

Payload = dict[str, Any]
_NOW = "2026-11-22T12:00:00+00:00"
_HELLO, _IDENTIFY, _RESUME, _HEARTBEAT, _ACKNOWLEDGED = 10, 2, 6, 1, 11


@dataclass
class Asked:
    """A command given to the bot, and when the bot reacted, in seconds of the monotonic clock."""

    id: int
    given: float
    acknowledged: float | None = None
    shown: list[str] = field(default_factory=list)


class DiscordServer:
    """Answers one bot. `refuse_token` and `close_with` make it refuse; `sessions` counts identified connections.

    `to_break` is how many of the next messages it takes, and breaks the connection off instead of answering.
    """

    def __init__(self) -> None:
        """Make a server that is not yet listening."""
        self.refuse_token = False
        self.close_with: int | None = None
        self.to_break = 0
        self.sessions = 0
        self.resumed = 0
        self.asked: dict[int, Asked] = {}
        self.replies: list[Payload] = []
        self._ids = itertools.count(10_000)
        self._sequence = itertools.count(1)
        self._socket: web.WebSocketResponse | None = None
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of the loopback interface."""
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        assert self._runner is not None
        await self.drop()
        await self._runner.cleanup()

    def serve(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make discord.py talk to this server."""
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{self.port}/api")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{self.port}/gateway"))

    async def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until something that the bot did makes `condition` true."""
        async with self._changed, asyncio.timeout(seconds):
            await self._changed.wait_for(condition)

    async def drop(self, code: int = 4000) -> None:
        """Break the gateway connection off."""
        if self._socket is not None and not self._socket.closed:
            await self._socket.close(code=code)

    async def command(self, name: str, permissions: str = "0", **options: str) -> Asked:
        """Have a member give a command."""
        asked = Asked(next(self._ids), time.monotonic())
        self.asked[asked.id] = asked
        member = {"user": _user(MEMBER, "alice"), "roles": [], "joined_at": _NOW, "permissions": permissions}
        await self._dispatch(
            "INTERACTION_CREATE",
            {
                "id": str(asked.id),
                "application_id": str(APPLICATION),
                "type": 2,
                "token": f"token-{asked.id}",
                "version": 1,
                "guild_id": str(GUILD),
                "channel_id": str(CHANNEL),
                "channel": _CHANNEL,
                "member": {**member, "deaf": False, "mute": False, "flags": 0},
                "attachment_size_limit": 0,
                "data": {
                    "id": "1",
                    "name": name,
                    "type": 1,
                    "options": [{"type": 3, "name": key, "value": value} for key, value in options.items()],
                },
            },
        )
        return asked

    async def message(self, content: str, *, mentions: list[int] | None = None, roles: list[int] | None = None) -> None:
        """Have a member write in the channel."""
        message = _message(next(self._ids), content, _user(MEMBER, "alice"))
        message["mentions"] = [_user(user, "bot") for user in mentions or []]
        message["mention_roles"] = [str(role) for role in roles or []]
        await self._dispatch("MESSAGE_CREATE", {**message, "guild_id": str(GUILD)})

    async def _dispatch(self, event: str, data: Payload) -> None:
        assert self._socket is not None
        await self._socket.send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            code = json.loads(frame.data)["op"]
            if code == _HEARTBEAT:
                await socket.send_json({"op": _ACKNOWLEDGED})
            elif code in (_IDENTIFY, _RESUME) and self.close_with is not None:
                await socket.close(code=self.close_with)
            elif code in (_IDENTIFY, _RESUME):
                self._socket = socket
                await self._greet(resumed=code == _RESUME)
        return socket

    async def _greet(self, *, resumed: bool) -> None:
        if resumed:
            await self._dispatch("RESUMED", {})
        else:
            ready = {"v": 10, "user": _user(BOT, "record"), "guilds": [{"id": str(GUILD), "unavailable": True}]}
            address = f"ws://127.0.0.1:{self.port}/gateway"
            session = {
                "session_id": "s",
                "resume_gateway_url": address,
                "application": {"id": str(APPLICATION), "flags": 0},
            }
            await self._dispatch("READY", {**ready, **session})
            await self._dispatch("GUILD_CREATE", _GUILD)
        async with self._changed:
            self.sessions += not resumed
            self.resumed += resumed
            self._changed.notify_all()

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["path"].split("/")
        body: Payload = await request.json() if request.can_read_body else {}
        if self.refuse_token:
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        async with self._changed:
            answer = self._answer(request.method, path, body)
            self._changed.notify_all()
        if self.to_break and path[-1] in ("messages", "@original"):
            self.to_break -= 1
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=204) if answer is None else _json(answer)

    def _answer(self, method: str, path: list[str], body: Payload) -> Payload | list[Payload] | None:
        match method, path:
            case "GET", ["users", "@me"]:
                return _user(BOT, "record")
            case "GET", ["oauth2", "applications", "@me"]:
                return _APPLICATION
            case "PUT", ["applications", _, "commands"]:
                return []
            case "POST", ["interactions", asked, _, "callback"]:
                self.asked[int(asked)].acknowledged = time.monotonic()
                return {"interaction": {"id": asked, "type": 2}}
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                self.asked[int(token.removeprefix("token-"))].shown.append("\n".join(_texts(body["components"])))
                return _message(next(self._ids), "", _user(BOT, "record"))
            case "POST", ["channels", _, "messages"]:
                self.replies.append({**body, "shown": "\n".join(_texts(body["components"]))})
                return _message(next(self._ids), "", _user(BOT, "record"))
            case "POST", ["channels", _, "typing"]:
                return None
        raise AssertionError(f"The bot called {method} {path}")


def _json(answer: Payload | list[Payload], status: int = 200) -> web.Response:
    # discord.py takes a type that also names the character set for plain text.
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(answer).encode(), status=status, headers=headers)


def _texts(components: list[Payload]) -> list[str]:
    texts: list[str] = []
    for component in components:
        texts += [component["content"]] if "content" in component else []
        texts += _texts(component.get("components", []))
    return texts


def _user(user: int, name: str) -> Payload:
    return {"id": str(user), "username": name, "discriminator": "0", "avatar": None, "bot": user == BOT}


def _message(number: int, content: str, author: Payload) -> Payload:
    empty: Payload = {key: [] for key in ("mentions", "mention_roles", "attachments", "embeds", "components")}
    flags = {"tts": False, "mention_everyone": False, "pinned": False, "edited_timestamp": None, "type": 0}
    fields = {"id": str(number), "channel_id": str(CHANNEL), "content": content, "author": author, "timestamp": _NOW}
    return {**empty, **flags, **fields}


def _role(role: int, name: str, **fields: Payload) -> Payload:
    numbers = {"color": 0, "position": 0, "permissions": "0", "flags": 0}
    return {"id": str(role), "name": name, "hoist": False, "managed": False, "mentionable": False, **numbers, **fields}


_CHANNEL: Payload = {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
_GUILD: Payload = {
    "id": str(GUILD),
    "name": "Forum watchers",
    "owner_id": "1",
    "roles": [_role(GUILD, "@everyone"), _role(BOT_ROLE, "record", tags={"bot_id": str(BOT)})],
    "channels": [_CHANNEL],
    "members": [{"user": _user(BOT, "record"), "roles": [str(BOT_ROLE)], "joined_at": _NOW, "flags": 0}],
    **{key: [] for key in ("emojis", "features", "threads", "presences", "voice_states", "stickers")},
    **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level", "nsfw_level"), 0),
    **dict.fromkeys(("explicit_content_filter", "premium_tier", "system_channel_flags", "afk_timeout"), 0),
    "premium_progress_bar_enabled": False,
    "preferred_locale": "en-US",
    "member_count": 2,
}
_APPLICATION: Payload = {
    "id": str(APPLICATION),
    "name": "record",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": _user(1, "owner"),
}
