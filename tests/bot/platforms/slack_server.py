"""A Slack for tests, on loopback: the Web API, response_urls, and Socket Mode over a real websocket.

It keeps Slack's rules as far as the bot depends on them: tokens, tickets that connect once, five uses of a
response_url, sizes of messages, members and user groups, scripted failures. What it does not know it refuses.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

from tests.bot.platforms.slack_limits import fault_of, fault_of_view
from tests.bot.platforms.slack_payloads import ADMIN, BOT_ID, BOT_USER, CURATOR, STRANGER, TEAM, Payload, Payloads
from tests.waiting import SECONDS

BOT_TOKEN = "xoxb-1-test"
APP_TOKEN = "xapp-1-test"
CLIENT_ID, CLIENT_SECRET = "1.2", "client-secret-of-tests"

SCOPES = (
    "app_mentions:read", "assistant:write", "chat:write", "commands", "files:read", "files:write", "im:history",
    "usergroups:read", "users:read",
)  # fmt: skip

_USES_OF_A_RESPONSE_URL = 5


@dataclass(frozen=True)
class Call:
    """A request that the bot made: the method ("response_url" for an answer to a command) and its arguments.

    `team` is the workspace whose token it came with.
    """

    method: str
    arguments: Mapping[str, Any]
    team: str | None = None
    when: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Failure:
    """What a method answers instead of doing its work."""

    status: int = 200
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class SlackServer(Payloads):
    """The server's state, and what a test does to it."""

    def __init__(self, team: str = TEAM) -> None:
        """Start as the workspace `team`, with one connection allowed for each ticket that is asked for."""
        super().__init__(team)
        self.calls: list[Call] = []
        self.acknowledged: dict[str, float] = {}
        self.acknowledgements: dict[str, Any] = {}
        self.messages: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.uploads: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.known_files: dict[str, Payload] = {}
        self.reads: list[Mapping[str, str]] = []
        self.locales: dict[str, str] = {}
        self.absent_from: set[str] = set()
        self.failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self.holding: dict[str, asyncio.Event] = {}
        """By method, what a response waits for when the call has been carried out."""
        self.scopes = ",".join(SCOPES)
        self.groups: dict[str, list[str]] = {"moderators": [CURATOR]}
        self.tokens = {BOT_TOKEN: self.team}
        self.codes: dict[str, str] = {}
        self.expires_in: int | None = None
        self.sockets: list[web.WebSocketResponse] = []
        self.connections = 0
        self.refusing = 0
        self._requests: list[web.Request] = []
        self._tickets: set[str] = set()
        self._spent: set[str] = set()
        self._uses: defaultdict[str, int] = defaultdict(int)
        self._changed = asyncio.Condition()

    # What a test asks and does

    async def until(self, condition: Callable[[], object], seconds: float = SECONDS) -> None:
        """Wait until `condition` holds; it is looked at again whenever the server has seen something."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    def sent(self, method: str) -> list[Mapping[str, Any]]:
        """Return the arguments of every call of `method`, in order."""
        return [call.arguments for call in self.calls if call.method == method]

    async def deliver(self, kind: str, payload: Mapping[str, Any], over: int = -1) -> str:
        """Send an envelope over the connection with that number, counted from the first; return its id."""
        envelope = f"envelope-{next(self.numbers)}"
        await self.sockets[over].send_json({"envelope_id": envelope, "type": kind, "payload": payload})
        return envelope

    def file(self, data: bytes, name: str = "report.txt", kind: str = "text/plain", **more: object) -> Payload:
        """Lay a file on the server; return it as Slack describes it in a message or a modal's state."""
        number = f"F{next(self.numbers)}"
        self.files[number] = data
        address = f"{self.url}files/{number}/{name}"
        described = {"id": number, "name": name, "mimetype": kind, "size": len(data), "mode": "hosted"}
        self.known_files[number] = described | {"url_private_download": address, **more}
        return self.known_files[number]

    async def refresh(self) -> None:
        """Announce that the newest connection is about to be closed, as Slack does every few hours."""
        await self.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    def break_connection(self, number: int = -1) -> None:
        """Cut the connection with that number without a word, as a network does."""
        transport = self._requests[number].transport
        assert transport is not None
        transport.abort()

    # What the bot meets

    def application(self) -> web.Application:
        """Return the routes."""
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_post("/api/response/{number}", self._response_url)
        application.router.add_post("/api/upload/{name}", self._upload)
        application.router.add_get("/api/files/{number}/{name}", self._file)
        application.router.add_get("/socket", self._socket)
        return application

    async def _see(self, call: Call) -> None:
        async with self._changed:
            self.calls.append(call)
            self._changed.notify_all()

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        team = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        await self._see(Call(method, arguments, team))
        if self.failures[method]:
            failure = self.failures[method].popleft()
            if failure.error is None:
                return web.Response(status=failure.status, headers=failure.headers)
            body = {"ok": False, "error": failure.error}
            return web.json_response(body, status=failure.status, headers=failure.headers)
        if method == "oauth.v2.access":
            return web.json_response(self._installed(request, str(arguments.get("code"))))
        if method == "apps.connections.open" and request.headers.get("Authorization") == f"Bearer {APP_TOKEN}":
            team = self.team
        elif team is None or method == "apps.connections.open":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = self._answer(method, arguments, team)
        if method in self.holding:
            await self.holding[method].wait()
        headers = {"x-oauth-scopes": self.scopes}
        return web.json_response({"ok": "error" not in answer, **answer}, headers=headers)

    def _installed(self, request: web.Request, code: str) -> dict[str, Any]:
        """Give a token for the workspace that a code stands for, once."""
        expected = aiohttp.encode_basic_auth(CLIENT_ID, CLIENT_SECRET)
        team = self.codes.pop(code, None) if request.headers.get("Authorization") == expected else None
        if team is None:
            return {"ok": False, "error": "invalid_code"}
        token = f"xoxb-{len(self.tokens)}-{team}"
        self.tokens[token] = team
        expiry = {"expires_in": self.expires_in, "refresh_token": "xoxe-1"} if self.expires_in else {}
        return {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": self.scopes,
            "bot_user_id": BOT_USER,
            "app_id": "A1",
            "team": {"id": team, "name": f"Workspace {team}"},
            "enterprise": None,
            "authed_user": {"id": ADMIN},
            "is_enterprise_install": False,
            **expiry,
        }

    def _answer(self, method: str, arguments: Mapping[str, Any], team: str) -> dict[str, Any]:
        if method == "auth.test":
            return {
                "user_id": BOT_USER,
                "bot_id": BOT_ID,
                "team_id": team,
                "user": "otr",
                "team": "Test",
                "url": "",
            }
        if method == "apps.connections.open":
            ticket = f"ticket-{next(self.numbers)}"
            self._tickets.add(ticket)
            return {"url": f"{self.url.replace('http', 'ws', 1).removesuffix('api/')}socket?ticket={ticket}"}
        if method.startswith("chat."):
            return self._chat(method, arguments)
        if method == "users.info":
            user = arguments["user"]
            known = {"id": user, "team_id": "T9" if user == STRANGER else team, **_rights(user)}
            return {
                "user": known | ({"locale": self.locales.get(user, "en-US")} if "include_locale" in arguments else {})
            }
        if method == "usergroups.users.list":
            users = self.groups.get(arguments["usergroup"])
            return {"error": "no_such_subteam"} if users is None else {"users": users}
        if method == "views.open":
            return self._open_view(arguments)
        if method == "assistant.threads.setSuggestedPrompts":
            prompts = arguments["prompts"]
            wrong = (
                "thread_ts" in arguments
                or not 1 <= len(prompts) <= 4
                or any({*p} != {"title", "message"} for p in prompts)
            )
            return {"error": "invalid_arguments"} if wrong else {}
        if method == "files.info":
            known_file = self.known_files.get(str(arguments["file"]))
            return {"file": known_file} if known_file else {"error": "file_not_found"}
        if method == "files.getUploadURLExternal":
            name = f"F{next(self.numbers)}"
            return {"file_id": name, "upload_url": f"{self.url}upload/{name}"}
        if method == "files.completeUploadExternal":
            files = arguments["files"]
            return {"error": "not_in_channel"} if arguments["channel_id"] in self.absent_from else {"files": files}
        return {"error": "unknown_method"}

    def _chat(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        channel = str(arguments["channel"])
        if channel in self.absent_from:
            return {"error": "not_in_channel"}
        place = (channel, str(arguments.get("ts")))
        if method in {"chat.update", "chat.delete"} and place not in self.messages:
            return {"error": "message_not_found"}
        if method == "chat.delete":
            del self.messages[place]
            return {"channel": channel, "ts": place[1]}
        if fault := fault_of(arguments):
            return {"error": fault}
        if method == "chat.postEphemeral":
            return {"message_ts": f"1800000000.{next(self.numbers):06}"}
        channel = f"D-{channel}" if channel.startswith("U") else channel
        ts = arguments.get("ts") or f"1800000000.{next(self.numbers):06}"
        self.messages[channel, ts] = arguments
        return {"channel": channel, "ts": ts}

    def _open_view(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        trigger = arguments["trigger_id"]
        if trigger in self._spent:
            return {"error": "exchanged_trigger_id"}
        self._spent.add(trigger)
        fault = fault_of_view(arguments["view"])
        return {"error": fault} if fault else {"view": {"id": f"V{next(self.numbers)}"}}

    async def _file(self, request: web.Request) -> web.Response:
        """Hand out a file to who has the token; others get the page to log in, as Slack shows it to them."""
        self.reads.append(dict(request.headers))
        if self.failures["file"]:
            failure = self.failures["file"].popleft()
            return web.Response(status=failure.status, headers=failure.headers)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.Response(text="<html>Sign in to Slack</html>", content_type="text/html")
        return web.Response(body=self.files[request.match_info["number"]])

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["name"]] = await request.read()
        return web.Response(text="OK")

    async def _response_url(self, request: web.Request) -> web.Response:
        number, arguments = request.match_info["number"], await _arguments(request)
        await self._see(Call("response_url", {"number": number, **arguments}))
        if self.failures["response_url"]:
            failure = self.failures["response_url"].popleft()
            return web.Response(status=failure.status, headers=failure.headers)
        self._uses[number] += 1
        if self._uses[number] > _USES_OF_A_RESPONSE_URL:
            return web.Response(status=404, text="used_url")
        fault = None if arguments.get("delete_original") else fault_of(arguments)
        return web.Response(status=400 if fault else 200, text=fault or "ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        if self.refusing:
            self.refusing -= 1
            self._tickets.discard(ticket)
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async with self._changed:
            self.sockets.append(socket)
            self._requests.append(request)
            self.connections += 1
            self._changed.notify_all()
        async for message in socket:
            if message.type is WSMsgType.TEXT and "envelope_id" in (answer := json.loads(message.data)):
                async with self._changed:
                    self.acknowledged[answer["envelope_id"]] = time.monotonic()
                    self.acknowledgements[answer["envelope_id"]] = answer.get("payload")
                    self._changed.notify_all()
        return socket


@asynccontextmanager
async def slack_server(team: str = TEAM) -> AsyncIterator[SlackServer]:
    """Serve as the workspace `team` on a free port of loopback while the context lasts."""
    server = SlackServer(team)
    runner = web.AppRunner(server.application(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield server
    finally:
        for socket in server.sockets:
            await socket.close()
        await runner.cleanup()


def _rights(user: str) -> dict[str, bool]:
    runs = user in {ADMIN, STRANGER}
    return {"is_admin": runs, "is_owner": False, "is_primary_owner": False}


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        arguments: dict[str, Any] = await request.json()
        return arguments
    form = await request.post()
    given = {**request.query, **{key: str(value) for key, value in form.items()}}
    return given | ({"files": json.loads(given["files"])} if "files" in given else {})
