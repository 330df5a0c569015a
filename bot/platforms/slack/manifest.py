"""The manifest of the Slack app: as it is for Socket Mode, and made from that for HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.platforms.slack.web_mode import EVENTS_PATH, OWN_EVENTS, REDIRECT_PATH

PATH = Path(__file__).resolve().parent.parent / "slack-manifest.yaml"
"""The manifest for Socket Mode."""


def manifest_over_http(address: str) -> str:
    """Return the manifest, in YAML, of an app that many workspaces install, and that Slack calls at `address`.

    Args:
        address: the bot's public address, as `https://bot.example`.
    """
    manifest: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    base = address.rstrip("/")
    for command in manifest["features"]["slash_commands"]:
        command["url"] = base + EVENTS_PATH
    manifest["oauth_config"]["redirect_urls"] = [base + REDIRECT_PATH]
    settings = manifest["settings"]
    events = settings["event_subscriptions"]
    settings["event_subscriptions"] = {
        "request_url": base + EVENTS_PATH,
        "bot_events": sorted([*events["bot_events"], *OWN_EVENTS]),
    }
    settings["interactivity"] |= {"request_url": base + EVENTS_PATH, "message_menu_options_url": base + EVENTS_PATH}
    settings["socket_mode_enabled"] = False
    text: str = yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=120)
    return text
