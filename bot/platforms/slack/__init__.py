"""Slack, over Socket Mode or HTTP."""

from bot.platforms.slack.platform import SlackPlatform

__all__ = ["SlackPlatform"]
