# 只有 Discord 成员会看到的文字。

discord-asked = “{ $question }”
discord-help-mention = 你也可以在频道中提及我、回复我的答案，或直接给我发消息。
discord-help-menu = 想知道关于某条消息有人说过什么，请打开该消息的菜单，点“应用”，再选“{ $name }”。
command-ask-name = 提问
command-quotes-name = 语录
command-speakers-name = 发言者
command-sources-name = 来源
command-privacy-name = 隐私
command-help-name = 帮助
command-reload-name = 重新加载

# 管理员的命令和参数的名称。
command-index-name = 管理
command-index-status-name = 状态
command-index-list-name = 列表
command-index-add-name = 添加
command-index-remove-name = 移除
command-index-reload-name = 重新加载
command-index-show-name = 查看段落
command-index-correct-name = 更正
command-index-history-name = 版本记录
command-index-rollback-name = 恢复版本
command-index-gaps-name = 未答问题
command-index-settings-name = 设置
option-address-name = 网址
option-file-name = 文件
option-source-name = 来源
option-passage-name = 段落
option-speaker-name = 发言者
option-role-name = 身份
option-merge-name = 并入名字
option-revert-name = 撤回更正
option-snapshot-name = 版本
option-presence-name = 参与方式
option-private-name = 仅本人可见
option-private-default-name = 默认仅本人可见
option-cooldown-member-name = 成员每分钟提问
option-cooldown-channel-name = 频道每分钟提问
option-language-name = 语言
option-notices-name = 通知
option-question-name = 问题
