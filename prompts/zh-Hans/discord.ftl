# 只有 Discord 成员会看到的文字。

discord-asked = “{ $question }”
discord-help-mention = 你也可以在频道中提及我、回复我的答案，或直接给我发消息。
discord-help-menu = 想知道关于某条消息有人说过什么，请打开该消息的菜单，点“应用”，再选“{ $name }”。
discord-not-posted = 我没能在这里发布，可能是没有在这个频道发言的权限。
command-ask-name = 提问
command-quotes-name = 语录
command-speakers-name = 发言者
command-sources-name = 来源
command-privacy-name = 隐私
command-help-name = 帮助
command-channel-name = 频道设置
command-reload-name = 重新加载
option-question-name = 问题
option-speaker-name = 发言者
option-private-name = 仅我可见
option-presence-name = 回答方式
