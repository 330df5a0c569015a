"""Slack, over Socket Mode."""

from bot.platforms.slack.platform import SlackPlatform

__all__ = ["SlackPlatform"]
