"""What the app on Slack listens to, all of it together, and what it needs to be allowed."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt.async_app import AsyncApp

from bot.assistant import Assistant
from bot.in_flight import InFlight
from bot.platforms.slack.commands import Commands
from bot.platforms.slack.messages import Messages
from bot.platforms.slack.moderating import Moderating
from bot.platforms.slack.presses import Presses
from bot.platforms.slack.serving import Serving
from bot.platforms.slack.workspaces import Workspaces

Listen = Callable[[AsyncApp, Workspaces], None]
"""Makes an app listen, for the workspaces that it is installed in."""

EVENTS = ("app_home_opened", "app_mention", "message.im")
"""What the app subscribes to."""

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "usergroups:read",
    "users:read",
)
"""What the bot token must allow, and no more."""


def listen(
    app: AsyncApp,
    assistant: Assistant,
    workspaces: Workspaces,
    moderator_groups: frozenset[str],
    in_flight: InFlight,
) -> None:
    """Answer from `assistant` what `app` hears. Everything is acknowledged before anything is done about it.

    Args:
        app: the Bolt app.
        assistant: who answers.
        workspaces: where the bot is installed.
        moderator_groups: ids of the user groups whose members may moderate.
        in_flight: counts every request.
    """
    serving = Serving(assistant, workspaces, moderator_groups, in_flight)
    Commands(app, serving)
    Moderating(app, serving)
    Messages(app, serving)
    Presses(app, serving)
