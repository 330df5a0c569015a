"""The bot's command line, talking to a Discord on loopback: `python -m tests.bot.platforms.discord_process PORT`."""

from __future__ import annotations

import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import app

if __name__ == "__main__":
    port = int(sys.argv.pop())
    Route.BASE = f"http://127.0.0.1:{port}/api"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gateway")
    app()
