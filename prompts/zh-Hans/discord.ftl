# 只有 Discord 成员会看到的文字。

discord-asked = “{ $question }”
discord-help-mention = 你也可以在频道中提及我、回复我的答案，或直接给我发消息。
