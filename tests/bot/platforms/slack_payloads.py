"""What Slack delivers: the payloads of envelopes, shaped as Slack's documentation shows them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

TEAM, BOT_USER, BOT_ID = "T1", "UBOT", "BBOT"
MEMBER, ADMIN, CURATOR, STRANGER = "UMEMBER", "UADMIN", "UCURATOR", "USTRANGER"
CHANNEL = "C1"

Payload = dict[str, Any]


class Payloads:
    """Makes payloads with numbers and addresses of their own."""

    def __init__(self, team: str = TEAM) -> None:
        """Count from one; `url` is the base address of the Web API, `team` the workspace."""
        self.url = ""
        self.team = team
        self.numbers = itertools.count(1)

    def response_url(self) -> str:
        """Return an address that takes five messages."""
        return f"{self.url}response/{next(self.numbers)}"

    def trigger(self) -> str:
        """Return a ticket that opens one modal."""
        return f"trigger-{next(self.numbers)}"

    def command(self, name: str, text: str = "", user: str = MEMBER, channel: str = CHANNEL) -> Payload:
        """Return the payload of a slash command."""
        return {
            "command": name,
            "text": text,
            "team_id": self.team,
            "channel_id": channel,
            "user_id": user,
            "trigger_id": self.trigger(),
            "response_url": self.response_url(),
        }

    def event(self, kind: str, text: str, user: str = MEMBER, channel: str = CHANNEL, **more: str) -> Payload:
        """Return the payload of an event about a message."""
        event = {"type": kind, "text": text, "user": user, "channel": channel, "ts": self._ts(), **more}
        return self._callback(event)

    def edited(self, payload: Mapping[str, Any], text: str) -> Payload:
        """Return what tells that the message of `payload` says `text` now: a mention again, or a changed message."""
        before = payload["event"]
        after = {**before, "text": text, "edited": {"user": before["user"], "ts": self._ts()}}
        if before["type"] == "app_mention":
            return self._callback(after)
        place = {key: before[key] for key in ("channel", "channel_type")}
        changed = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": self._ts(), **place}
        return self._callback({**changed, "message": after, "previous_message": before})

    def deleted(self, payload: Mapping[str, Any], tombstone: bool = False) -> Payload:
        """Return what tells that the message of `payload` is gone; one with replies leaves a tombstone."""
        before = payload["event"]
        place = {"channel": before["channel"], "channel_type": before.get("channel_type", "channel")}
        event: Payload = {"type": "message", "hidden": True, "ts": self._ts(), "previous_message": before, **place}
        if not tombstone:
            return self._callback({**event, "subtype": "message_deleted", "deleted_ts": before["ts"]})
        stone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": before["ts"], "text": "deleted"}
        return self._callback({**event, "subtype": "message_changed", "message": stone})

    def home_opened(self, tab: str = "messages", user: str = MEMBER, channel: str = "D1") -> Payload:
        """Return what tells that a member has opened a tab of the app."""
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": self._ts()}
        return self._callback(event)

    def action(
        self,
        action_id: str,
        value: str,
        user: str = MEMBER,
        channel: str = CHANNEL,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> Payload:
        """Return the payload of a press on a button: of a message that all read, or of a private one."""
        place = {"thread_ts": thread_ts} if thread_ts else {}
        ts = message_ts or self._ts()
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": not message_ts}
        payload = self._interaction("block_actions", user)
        payload |= {
            "container": {**container, **place},
            "channel": {"id": channel, "name": "general"},
            "response_url": self.response_url(),
            "actions": [{"type": "button", "action_id": action_id, "value": value, "block_id": "b"}],
        }
        if message_ts:
            payload["message"] = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "ts": ts, **place}
        return payload

    def shortcut(
        self, callback_id: str, text: str, user: str = MEMBER, channel: str = CHANNEL, files: Sequence[Payload] = ()
    ) -> Payload:
        """Return the payload of a shortcut on somebody's message."""
        message: Payload = {"type": "message", "user": "UOTHER", "ts": self._ts(), "text": text}
        message |= {"files": list(files)} if files else {}
        return self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "channel": {"id": channel, "name": "general"},
            "message": message,
            "message_ts": message["ts"],
            "response_url": self.response_url(),
        }

    def submission(self, view: Mapping[str, Any], values: Mapping[str, Any], user: str = MEMBER) -> Payload:
        """Return the payload of a modal that a member sends; `values` are states by action id."""
        state = {
            str(block["block_id"]): {block["element"]["action_id"]: values[block["element"]["action_id"]]}
            for block in view["blocks"]
            if block["type"] == "input" and block["element"]["action_id"] in values
        }
        kept = {key: view.get(key, "") for key in ("callback_id", "private_metadata")}
        return self._interaction("view_submission", user) | {
            "view": {"id": "V1", "type": "modal", "team_id": self.team, "state": {"values": state}, **kept}
        }

    def options(self, action_id: str, typed: str, user: str = MEMBER, view: Mapping[str, Any] | None = None) -> Payload:
        """Return the payload that asks for what a menu, of a modal or of none, offers to who has typed so far."""
        asked: Payload = {"action_id": action_id, "block_id": "b", "value": typed}
        if view:
            kept = {key: view.get(key, "") for key in ("callback_id", "private_metadata")}
            asked["view"] = {"id": "V1", "type": "modal", "team_id": self.team, **kept}
        return self._interaction("block_suggestion", user) | asked

    def _interaction(self, kind: str, user: str) -> Payload:
        team = {"id": self.team, "domain": "test"}
        who = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": self.team}
        return {"type": kind, "team": team, "user": who, "trigger_id": self.trigger(), "token": "unused"}

    def _callback(self, event: Mapping[str, Any]) -> Payload:
        return {
            "type": "event_callback",
            "team_id": self.team,
            "event_id": f"Ev{next(self.numbers)}",
            "event": dict(event),
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
        }

    def _ts(self) -> str:
        return f"1700000000.{next(self.numbers):06}"
