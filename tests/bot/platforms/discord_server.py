"""A small Discord on loopback: as much of its REST API and gateway as shows real time and real sockets."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import discord
import pytest
import yarl
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.bot.platforms.discord_payloads import (
    APPLICATION,
    BOT,
    CHANNEL,
    CHANNEL_OF_GUILD,
    GUILD,
    MEMBER,
    NOW,
    THE_APPLICATION,
    THE_GUILD,
    Payload,
    message_of,
    shown_of,
    user_of,
)
from tests.waiting import SECONDS

TOKEN = "AAAA.BBBB.CCCC"
MANAGE_GUILD = str(discord.Permissions(manage_guild=True).value)

_EPHEMERAL = 1 << 6
_COMPONENTS_V2 = 1 << 15
HELLO, IDENTIFY, RESUME, HEARTBEAT, HEARTBEAT_ACKNOWLEDGED, INVALID_SESSION, _RECONNECT = 10, 2, 6, 1, 11, 9, 7


@dataclass
class Asked:
    """A command given or a button pressed, and when the bot reacted, in seconds of the monotonic clock."""

    id: int
    given: float
    acknowledged: float | None = None
    private: bool = False
    shown: list[str] = field(default_factory=list)
    removed: bool = False


@dataclass
class Fault:
    """An answer with `status` in place of the right one, to the next `times` requests that match."""

    method: str
    path: str
    status: int
    times: int = 1
    retry_after: float = 0.3

    def meets(self, method: str, path: str) -> bool:
        """Return whether this request fails, and count it."""
        if self.times and self.method == method and re.fullmatch(self.path, path):
            self.times -= 1
            return True
        return False


class DiscordServer:
    """Answers one bot. `refuse_token` and `close_with` make it refuse; `sessions` counts identified connections.

    `to_break` is how many of the next messages it takes, and breaks the connection off instead of answering; `faults`
    are answered with an error before anything is done. Events that happen while nobody is connected are sent when
    the session is resumed. `heartbeats` holds when each came, in seconds of the monotonic clock; one is wanted every
    `heartbeat_interval` seconds. `messages` are those of the bot that stand in the channel, by their id.
    """

    def __init__(self, heartbeat_interval: float = 41.25) -> None:
        """Make a server that is not yet listening."""
        self.heartbeat_interval = heartbeat_interval
        self.refuse_token = False
        self.close_with: int | None = None
        self.refuse_to_resume = False
        self.to_break = 0
        self.faults: list[Fault] = []
        self.sessions = 0
        self.resumed = 0
        self.heartbeats: list[float] = []
        self.asked: dict[int, Asked] = {}
        self.guild = GUILD
        self.replies: list[Payload] = []
        self.messages: dict[int, str] = {}
        self._nonces: dict[str, Payload] = {}
        self._ids = itertools.count(10_000)
        self._events: list[Payload] = []
        self._socket: web.WebSocketResponse | None = None
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of the loopback interface."""
        app = web.Application()
        self._routes(app)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    def _routes(self, app: web.Application) -> None:
        app.router.add_get("/gateway", self._gateway)

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

    async def until(self, condition: Callable[[], bool], seconds: float = SECONDS) -> None:
        """Wait until something that the bot did makes `condition` true."""
        async with self._changed, asyncio.timeout(seconds):
            await self._changed.wait_for(condition)

    async def drop(self, code: int = 4000) -> None:
        """Break the gateway connection off."""
        if self._socket is not None and not self._socket.closed:
            await self._socket.close(code=code)

    async def take_away(self, *, out_of_order: bool) -> None:
        """Tell the bot that its server is out of order, or that it was removed from it."""
        await self._dispatch("GUILD_DELETE", {"id": str(GUILD), **({"unavailable": True} if out_of_order else {})})

    async def ask_to_reconnect(self) -> None:
        """Tell the bot to connect anew and resume, as Discord does when it moves a session."""
        await self._send({"op": _RECONNECT, "d": None})

    async def end_the_session(self) -> None:
        """Tell the bot that its session is over, so that it has to identify again."""
        await self._send({"op": INVALID_SESSION, "d": False})

    async def command(self, name: str, permissions: str = "0", member: int = MEMBER, **options: str) -> Asked:
        """Have a member give a command."""
        given = [{"type": 3, "name": key, "value": value} for key, value in options.items()]
        return await self._interact(2, {"id": "1", "name": name, "type": 1, "options": given}, permissions, member)

    async def press(self, custom_id: str, on: Payload, member: int = MEMBER) -> Asked:
        """Have a member press a button of a message of the bot."""
        return await self._interact(3, {"custom_id": custom_id, "component_type": 2}, "0", member, message=on)

    async def _interact(self, kind: int, data: Payload, permissions: str, member: int, **more: Payload) -> Asked:
        asked = Asked(next(self._ids), time.monotonic())
        self.asked[asked.id] = asked
        who = {"user": user_of(member, "alice"), "roles": [], "joined_at": NOW, "permissions": permissions}
        place = {"guild_id": str(self.guild), "channel_id": str(CHANNEL), "channel": CHANNEL_OF_GUILD}
        await self._dispatch(
            "INTERACTION_CREATE",
            {
                "id": str(asked.id),
                "application_id": str(APPLICATION),
                "type": kind,
                "token": f"token-{asked.id}",
                "version": 1,
                "member": {**who, "deaf": False, "mute": False, "flags": 0},
                "attachment_size_limit": 0,
                "data": data,
                **place,
                **more,
            },
        )
        return asked

    async def message(
        self,
        content: str,
        *,
        mentions: list[int] | None = None,
        roles: list[int] | None = None,
        edited: int | None = None,
        member: int = MEMBER,
    ) -> int:
        """Have a member write in the channel, or edit the message `edited`; return the message's id."""
        message = message_of(edited or next(self._ids), content, user_of(member, "alice"))
        message["mentions"] = [user_of(user, "bot") for user in mentions or []]
        message["mention_roles"] = [str(role) for role in roles or []]
        event = "MESSAGE_UPDATE" if edited else "MESSAGE_CREATE"
        await self._dispatch(
            event, {**message, "guild_id": str(self.guild), "edited_timestamp": NOW if edited else None}
        )
        return int(message["id"])

    async def delete(self, message: int) -> None:
        """Have a member delete a message."""
        place = {"channel_id": str(CHANNEL), "guild_id": str(GUILD)}
        await self._dispatch("MESSAGE_DELETE", {"id": str(message), **place})

    def posted(self, message: int) -> Payload:
        """Return a message of the bot as Discord sends it along with a press of one of its buttons."""
        return {**message_of(message, "", user_of(BOT, "record")), "flags": _COMPONENTS_V2}

    async def repeat(self, count: int = 1) -> None:
        """Send the latest events again, as when the bot's confirmation of them was lost."""
        for event in self._events[-count:]:
            await self._send(event)

    async def _dispatch(self, event: str, data: Payload) -> None:
        self._events.append({"op": 0, "t": event, "s": len(self._events) + 1, "d": data})
        await self._to_members(self._events[-1])

    async def _to_members(self, event: Payload) -> None:
        await self._send(event)

    async def _send(self, payload: Payload) -> None:
        if self._socket is not None and not self._socket.closed:
            with suppress(ConnectionError):
                await self._socket.send_json(payload)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            sent = json.loads(frame.data)
            code = sent["op"]
            if code == HEARTBEAT:
                self.heartbeats.append(time.monotonic())
                await socket.send_json({"op": HEARTBEAT_ACKNOWLEDGED})
            elif code in (IDENTIFY, RESUME) and self.close_with is not None:
                await socket.close(code=self.close_with)
            elif code == RESUME and self.refuse_to_resume:
                self.refuse_to_resume = False
                await socket.send_json({"op": INVALID_SESSION, "d": False})
            elif code in (IDENTIFY, RESUME):
                self._socket = socket
                await self._greet(sent["d"]["seq"] if code == RESUME else None)
        return socket

    async def _greet(self, seen: int | None) -> None:
        """Begin a session, or resume it where the bot has `seen` that many events."""
        resumed = seen is not None
        if seen is not None:
            for missed in self._events[seen:]:
                await self._send(missed)
            await self._dispatch("RESUMED", {})
        else:
            self._events.clear()
            ready = {"v": 10, "user": user_of(BOT, "record"), "guilds": [{"id": str(GUILD), "unavailable": True}]}
            address = f"ws://127.0.0.1:{self.port}/gateway"
            session = {
                "session_id": "s",
                "resume_gateway_url": address,
                "application": {"id": str(APPLICATION), "flags": 0},
            }
            await self._dispatch("READY", {**ready, **session})
            await self._dispatch("GUILD_CREATE", THE_GUILD)
        async with self._changed:
            self.sessions += not resumed
            self.resumed += resumed
            self._changed.notify_all()

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["path"].split("/")
        body = await _body_of(request)
        if self.refuse_token:
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        fault = next((one for one in self.faults if one.meets(request.method, "/".join(path))), None)
        if fault is not None:
            return _failed(fault)
        if path[0] == "interactions" and self.asked[int(path[1])].acknowledged:
            return _json({"message": "Interaction has already been acknowledged.", "code": 40060}, status=400)
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
                return user_of(BOT, "record")
            case "GET", ["oauth2", "applications", "@me"]:
                return THE_APPLICATION
            case "PUT", ["applications", _, "commands"]:
                return []
            case "POST", ["interactions", asked, _, "callback"]:
                one = self.asked[int(asked)]
                one.acknowledged = time.monotonic()
                data = body.get("data") or {}
                one.private = bool(data.get("flags", 0) & _EPHEMERAL)
                one.shown += [shown] if (shown := shown_of(data)) else []
                return {"interaction": {"id": asked, "type": 2}}
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                asked = token.removeprefix("token-")
                self.asked[int(asked)].shown.append(shown_of(body))
                self.messages[int(asked)] = shown_of(body)
                return message_of(int(asked), "", user_of(BOT, "record"))
            case "DELETE", ["webhooks", _, token, "messages", "@original"]:
                self.asked[int(token.removeprefix("token-"))].removed = True
                return None
            case "POST", ["webhooks", _, token]:
                self.asked[int(token.removeprefix("token-"))].shown.append(shown_of(body))
                return self._posted(body)
            case "POST", ["channels", _, "messages"]:
                self.replies.append({**body, "shown": shown_of(body)})
                return self._posted(body)
            case "PATCH", ["channels", _, "messages", message]:
                self.messages[int(message)] = shown_of(body)
                return message_of(int(message), "", user_of(BOT, "record"))
            case "DELETE", ["channels", _, "messages", message]:
                del self.messages[int(message)]
                return None
            case "POST", ["channels", _, "typing"]:
                return None
        raise AssertionError(f"The bot called {method} {path}")

    def _posted(self, body: Payload) -> Payload:
        """Return the message that stands in the channel: the same for the same nonce, as Discord does."""
        nonce = body.get("nonce")
        if nonce is not None and nonce in self._nonces:
            return self._nonces[nonce]
        message = message_of(next(self._ids), "", user_of(BOT, "record"))
        message["components"] = body.get("components") or []
        message["flags"] = body.get("flags", 0)
        self.messages[int(message["id"])] = shown_of(body)
        if nonce is not None:
            self._nonces[nonce] = message
        return message


async def _body_of(request: web.Request) -> Payload:
    """Return the JSON of a request, which stands beside the files where it carries any."""
    if not request.can_read_body:
        return {}
    if not request.content_type.startswith("multipart/"):
        body: Payload = await request.json()
        return body
    form = await request.post()
    return dict(json.loads(str(form["payload_json"])))


def _failed(fault: Fault) -> web.Response:
    if fault.status != 429:
        return _json({"message": "A fault", "code": 0}, status=fault.status)
    # discord.py takes a 429 for its own only where the answer came through Discord's proxy.
    limits = {"Via": "1.1 google", "Retry-After": str(fault.retry_after), "X-RateLimit-Scope": "user"}
    told = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": False}
    return _json(told, status=429, **limits)


def _json(answer: Payload | list[Payload], status: int = 200, **headers: str) -> web.Response:
    # discord.py takes a type that also names the character set for plain text.
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(answer).encode(), status=status, headers={**kind, **headers})
