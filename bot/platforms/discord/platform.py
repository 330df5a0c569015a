"""Discord: the connection, from the token to the last reply before the process ends."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.backoff import ExponentialBackoff

from bot.assistant import Assistant
from bot.errors import ConfigurationError
from bot.phrases import phrases
from bot.platforms.discord.commands import PLATFORM, Commands
from bot.platforms.discord.in_flight import InFlight
from bot.platforms.discord.sync import sync_when_changed
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
        self._in_flight = InFlight()
        self._commands = Commands(assistant, self._in_flight, phrases())
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

    def _new_client(self) -> _Client:
        return _Client(self._commands, self._note_of_commands)

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
            raise
        except AttributeError as error:
            # discord.py 2.7 asks the gateway connection for its sequence even where the first one never came about.
            if self.client.ws is not None:
                raise
            raise _Unreachable("its gateway does not answer") from error
        finally:
            await self.client.close()


class _Unreachable(Exception):
    """The gateway could not be reached."""


class _Client(discord.Client):
    """The connection to Discord: asks for no privileged intent, pings nobody, keeps neither messages nor members."""

    def __init__(self, commands: Commands, note_of_commands: Path) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._commands = commands
        self._note_of_commands = note_of_commands
        self.tree: app_commands.CommandTree[discord.Client] = app_commands.CommandTree(
            self,
            # Where the bot is installed for a user only, it could not tell who runs the community.
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        )
        commands.register(self.tree)

    async def setup_hook(self) -> None:
        await sync_when_changed(self.tree, self._note_of_commands)

    async def on_ready(self) -> None:
        log.info("Connected to Discord as %s", self.user)

    async def on_message(self, message: discord.Message) -> None:
        written_by_a_member = message.type in (discord.MessageType.default, discord.MessageType.reply)
        if message.author.bot or message.webhook_id or not written_by_a_member or self.user is None:
            return
        # Discord offers the bot's own role beside the bot when somebody types its name.
        role = message.guild.self_role if message.guild else None
        if message.guild is None or self.user in message.mentions or role in message.role_mentions:
            await self._commands.answer_message(message, self.user)
