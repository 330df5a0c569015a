"""The manifest that a newcomer creates the app from fits what the bot does."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.__main__ import app
from bot.moderation.commands import INDEX_COMMANDS
from bot.phrases import phrases
from bot.platforms.slack.commands import COMMANDS, LOOK_UP
from bot.platforms.slack.listeners import EVENTS, SCOPES
from bot.platforms.slack.manifest import PATH, manifest_over_http
from bot.platforms.slack.moderating import ADD

# What Slack's documentation asks for each method and event that the bot uses; None where any token will do.
NEEDED = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "slash commands": "commands",
    "auth.test": None,
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "users.info": "users:read",
    "usergroups.users.list": "usergroups:read",
    "files.info": "files:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "views.open": None,
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return read


def test_it_has_the_commands_that_the_bot_answers(manifest: dict[str, Any]) -> None:
    described = {entry["command"]: entry["description"] for entry in manifest["features"]["slash_commands"]}
    say = phrases()
    assert described == {command: say(phrase) for command, phrase in COMMANDS.items()}


def test_it_asks_for_the_scopes_that_are_needed_and_no_more(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert sorted(scopes["bot"]) == sorted(SCOPES) == sorted({scope for scope in NEEDED.values() if scope})


def test_it_subscribes_to_the_events_that_the_bot_hears(manifest: dict[str, Any]) -> None:
    assert tuple(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    assert set(EVENTS) <= set(NEEDED)


def test_members_can_write_to_the_bot_without_a_public_address(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_it_keeps_slacks_limits(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    for entry in manifest["features"]["slash_commands"]:
        assert len(entry["command"]) <= 32
        assert len(entry["description"]) <= 2_000


def test_the_entries_in_a_message_s_menu_are_those_that_the_bot_answers(manifest: dict[str, Any]) -> None:
    say = phrases()
    shortcuts = {entry["callback_id"]: entry for entry in manifest["features"]["shortcuts"]}
    assert shortcuts.keys() == {LOOK_UP, ADD}
    for callback_id, phrase in ((LOOK_UP, "slack-shortcut"), (ADD, "slack-add")):
        entry = shortcuts[callback_id]
        assert (entry["type"], entry["name"]) == ("message", say(phrase))
        assert entry["description"] == say(f"{phrase}-description")
        assert len(entry["name"]) <= 24
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_the_hint_at_what_index_takes_names_every_command(manifest: dict[str, Any]) -> None:
    (entry,) = [one for one in manifest["features"]["slash_commands"] if one["command"] == "/index"]
    assert sorted(entry["usage_hint"].split(", ")) == sorted(one.name for one in INDEX_COMMANDS)


def test_the_pane_is_that_of_new_apps(manifest: dict[str, Any]) -> None:
    assert len(manifest["features"]["agent_view"]["agent_description"]) <= 300
    assert "assistant_view" not in manifest["features"]


def test_over_http_slack_calls_one_public_address_for_everything(manifest: dict[str, Any]) -> None:
    made: dict[str, Any] = yaml.safe_load(manifest_over_http("https://bot.example/"))
    events = "https://bot.example/slack/events"
    assert {command.pop("url") for command in made["features"]["slash_commands"]} == {events}
    assert made["features"] == manifest["features"]
    assert made["oauth_config"].pop("redirect_urls") == ["https://bot.example/slack/oauth_redirect"]
    assert made["oauth_config"] == manifest["oauth_config"]
    settings = made["settings"]
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == events
    assert settings["interactivity"]["message_menu_options_url"] == events
    assert set(settings["event_subscriptions"]["bot_events"]) == {*EVENTS, "app_uninstalled", "tokens_revoked"}
    assert settings["socket_mode_enabled"] is settings["token_rotation_enabled"] is False


def test_the_command_prints_it_and_wants_https() -> None:
    printed = CliRunner().invoke(app, ["slack-manifest", "https://bot.example"])
    assert (printed.exit_code, printed.stdout) == (0, manifest_over_http("https://bot.example"))
    assert CliRunner().invoke(app, ["slack-manifest", "http://bot.example"]).exit_code == 2
