"""One process of the bot on Discord, connecting to `discord_shards`: as PORT NAME LEASE BEAT SPACING ALLOWED say.

Its index is not opened: members are told so, which shows well enough who serves them.
"""

from __future__ import annotations

import asyncio
import signal
import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.assembly import assembled
from bot.platforms.discord import DiscordPlatform, shards, shares
from bot.settings import load_settings


async def main() -> None:
    settings = load_settings()
    async with assembled(settings) as assistant:
        platform = DiscordPlatform(assistant, settings)
        loop = asyncio.get_running_loop()
        closing: list[asyncio.Task[None]] = []
        loop.add_signal_handler(signal.SIGTERM, lambda: closing.append(loop.create_task(platform.close())))
        await platform.run()
        await asyncio.gather(*closing)
        assistant.close()


if __name__ == "__main__":
    port, name, lease, beat, spacing, allowed = sys.argv[1:]
    Route.BASE = f"http://127.0.0.1:{port}/api"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gateway/{name}")
    shards.LEASE, shards.BEAT = float(lease), float(beat)
    shares.BETWEEN_IDENTIFIES, shares.ALLOWED_EVERY = float(spacing), float(allowed)
    asyncio.run(main())
