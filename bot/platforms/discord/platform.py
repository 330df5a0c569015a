"""Discord: the connection, from the token to the last reply before the process ends."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Collection
from contextlib import suppress

import aiohttp
import discord
from discord.backoff import ExponentialBackoff

from bot.assistant import Assistant
from bot.connection import Connection
from bot.errors import ConfigurationError
from bot.in_flight import InFlight
from bot.moderation.notice import Notice
from bot.phrases import Phrases
from bot.platforms.discord.client import Bot, Client
from bot.platforms.discord.members import PLATFORM
from bot.platforms.discord.shards import ShardedClient
from bot.settings import Settings

_PORTAL = "https://discord.com/developers/applications"
_NO_TOKEN = (
    f"DISCORD_TOKEN is not set. Create an application at {_PORTAL}, press Reset Token on its Bot page, "
    "and put the token into .env."
)
_NOT_A_TOKEN = (
    "DISCORD_TOKEN is not a bot token, which has three parts with dots between them. Press Reset Token on the Bot "
    f"page of your application at {_PORTAL}, and put the token into .env."
)
_REFUSED = (
    "Discord refused DISCORD_TOKEN. Press Reset Token on the Bot page of your application at "
    f"{_PORTAL}, and put the new token into .env."
)
_INTENTS_REFUSED = (
    "Discord refused the bot's intents, though none of them is privileged. Check on the Bot page of your application "
    f"at {_PORTAL} that the application is not restricted."
)
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_TOO_FEW_SHARDS = (
    "Discord serves a bot in so many servers only over more connections. Set DISCORD_SHARDS=0 to have as many as it "
    "advises, and start all processes of the bot again."
)
_SHARDING_REQUIRED = 4011  # the gateway's close code for more than 2,500 servers over one connection
_AUTHENTICATION_FAILED = 4004  # the gateway's close code for a token that is no longer good

_PATIENCE = 5.0  # seconds for requests under way when the platform closes
_LONGEST_DELAY = 60.0  # seconds between attempts to reach Discord

log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot does not speak aloud


class DiscordPlatform:
    """Serves members on Discord. `client` is the connection; it is replaced when one could not be made."""

    name = PLATFORM

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        """Answer by `assistant`, logged in by the token in `settings`."""
        self._token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
        self.connection = Connection(PLATFORM, assistant.metrics)
        self._assistant = assistant
        self._in_flight = InFlight()
        self._shards = settings.discord_shards
        self._note_of_commands = settings.data_dir / "discord-commands.json"
        self._closing = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self.client = self._new_client()

    async def run(self) -> None:
        """Connect and serve until `close`, however often the connection is lost.

        Raises:
            ConfigurationError: the token is missing, malformed or refused; says where to get one.
        """
        if not self._token:
            raise ConfigurationError(_NO_TOKEN)
        if not _TOKEN.fullmatch(self._token):
            raise ConfigurationError(_NOT_A_TOKEN)
        self._serving = asyncio.create_task(self._serve(), name="discord")
        await asyncio.wait({self._serving})
        if not self._serving.cancelled():
            self._serving.result()

    async def close(self) -> None:
        """Take no more questions, let those under way finish for at most 5 s, and disconnect."""
        self._closing.set()
        await self._in_flight.finish(_PATIENCE)
        if self._serving:
            self._serving.cancel()
            await asyncio.wait({self._serving})
        await self.client.close()
        self.connection.down()

    async def tell(self, community: str, channel: str, notice: Notice, say: Phrases) -> None:
        """Show `notice` in a channel of a server, both by Discord's ids (a `bot.moderation.watching.Teller`).

        A channel that is gone, or closed to the bot, is logged.
        """
        await self.client.tell(community, channel, notice, say)

    async def is_in(self, communities: Collection[str]) -> dict[str, bool]:
        """Return whether the bot is in servers, by Discord's ids (a `bot.departures.IsIn`)."""
        found = {community: self.client.is_in(int(community)) for community in communities}
        return {community: is_there for community, is_there in found.items() if is_there is not None}

    def _new_client(self) -> Bot:
        """Return a client; one with shards where servers are divided over several connections, or over processes."""
        given = (self._assistant, self._in_flight, self.connection, self._note_of_commands)
        if self._shards == 1 and self._assistant.state.database.url is None:
            return Client(*given)
        return ShardedClient(*given, shards=self._shards)

    async def _serve(self) -> None:
        backoff: ExponentialBackoff[bool] = ExponentialBackoff()
        while not self._closing.is_set():
            try:
                await self._connect()
            except (OSError, aiohttp.ClientError, discord.HTTPException, _Unreachable) as error:
                delay = min(backoff.delay(), _LONGEST_DELAY)
                log.warning("Discord cannot be reached (%s). Trying again in %.0f s.", error, delay)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), delay)
                self.client = self._new_client()  # the old one's session cannot be opened again

    async def _connect(self) -> None:
        try:
            await self.client.start(self._token)
        except discord.LoginFailure:
            raise ConfigurationError(_REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise ConfigurationError(_INTENTS_REFUSED) from None
        except discord.ConnectionClosed as error:
            if error.code == _AUTHENTICATION_FAILED:
                raise ConfigurationError(_REFUSED) from None
            if error.code == _SHARDING_REQUIRED:
                raise ConfigurationError(_TOO_FEW_SHARDS) from None
            raise
        except AttributeError as error:
            # discord.py 2.7 asks the gateway connection for its sequence even where the first one never came about.
            if isinstance(self.client, ShardedClient) or self.client.ws is not None:
                raise
            raise _Unreachable("its gateway does not answer") from error
        finally:
            await self.client.close()
            self.connection.down()


class _Unreachable(Exception):
    """The gateway could not be reached."""
