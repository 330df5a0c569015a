"""Discord, over its gateway."""

from bot.platforms.discord.platform import DiscordPlatform

__all__ = ["DiscordPlatform"]
