"""What Discord's API speaks of: users, messages, a guild with a channel, and the application."""

from __future__ import annotations

from typing import Any

APPLICATION, BOT, GUILD, CHANNEL, BOT_ROLE, MEMBER = 100, 100, 200, 300, 400, 500
NOW = "2026-11-22T12:00:00+00:00"

Payload = dict[str, Any]


def shown_of(body: Payload) -> str:
    """Return the content and the texts of a message, one on a line."""
    return "\n".join([*([body["content"]] if body.get("content") else []), *_texts(body.get("components") or [])])


def _texts(components: list[Payload]) -> list[str]:
    texts: list[str] = []
    for component in components:
        texts += [component["content"]] if "content" in component else []
        texts += _texts(component.get("components", []))
    return texts


def user_of(user: int, name: str) -> Payload:
    """Return a user; the bot is one."""
    return {"id": str(user), "username": name, "discriminator": "0", "avatar": None, "bot": user == BOT}


def message_of(number: int, content: str, author: Payload) -> Payload:
    """Return a message in the channel."""
    empty: Payload = {key: [] for key in ("mentions", "mention_roles", "attachments", "embeds", "components")}
    flags = {"tts": False, "mention_everyone": False, "pinned": False, "edited_timestamp": None, "type": 0}
    fields = {"id": str(number), "channel_id": str(CHANNEL), "content": content, "author": author, "timestamp": NOW}
    return {**empty, **flags, **fields}


def _role(role: int, name: str, **fields: Payload) -> Payload:
    numbers = {"color": 0, "position": 0, "permissions": "0", "flags": 0}
    return {"id": str(role), "name": name, "hoist": False, "managed": False, "mentionable": False, **numbers, **fields}


CHANNEL_OF_GUILD: Payload = {
    "id": str(CHANNEL),
    "type": 0,
    "name": "general",
    "position": 0,
    "permission_overwrites": [],
}
THE_GUILD: Payload = {
    "id": str(GUILD),
    "name": "Forum watchers",
    "owner_id": "1",
    "roles": [_role(GUILD, "@everyone"), _role(BOT_ROLE, "record", tags={"bot_id": str(BOT)})],
    "channels": [CHANNEL_OF_GUILD],
    "members": [{"user": user_of(BOT, "record"), "roles": [str(BOT_ROLE)], "joined_at": NOW, "flags": 0}],
    **{key: [] for key in ("emojis", "features", "threads", "presences", "voice_states", "stickers")},
    **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level", "nsfw_level"), 0),
    **dict.fromkeys(("explicit_content_filter", "premium_tier", "system_channel_flags", "afk_timeout"), 0),
    "premium_progress_bar_enabled": False,
    "preferred_locale": "en-US",
    "member_count": 2,
}
THE_APPLICATION: Payload = {
    "id": str(APPLICATION),
    "name": "record",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": user_of(1, "owner"),
}
