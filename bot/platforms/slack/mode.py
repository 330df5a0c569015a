"""What both ways to Slack, Socket Mode and HTTP, are made of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.connection import Connection
from bot.in_flight import InFlight
from bot.platforms.slack.listeners import Listen
from bot.platforms.slack.reaching import Ending
from bot.settings import Settings


@dataclass(eq=False)
class Mode:
    """What is the same for both: `listen` makes an app listen, with the credentials that are in `settings`.

    `in_flight` counts requests, `connection` is told whether Slack can reach the bot, and `ending` says when to take no
    more, and when to disconnect.
    """

    listen: Listen
    settings: Settings
    in_flight: InFlight
    connection: Connection
    ending: Ending
