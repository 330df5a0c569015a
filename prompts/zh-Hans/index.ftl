# 管理员的命令 /index ……：各命令的用途（最多 100 个字符）、参数和选项。

command-index = 管理我回答所依据的内容（仅限管理员）
command-index-status = 显示我在这里依据什么回答，以及索引是怎样建成的
command-index-list = 列出这里的所有来源
command-index-add = 添加一篇文章：网址或文件
command-index-remove = 移除一个来源
command-index-reload = 重新读取所有来源，并重建索引
command-index-show = 显示一个段落、其中谁在说话，以及判断的依据
command-index-correct = 更正段落的发言者，或把两个名字合并为同一个人
command-index-history = 列出这个资料库的各个版本，从新到旧
command-index-rollback = 回到较早的版本
command-index-gaps = 显示成员问过、而来源没有答案的问题
command-index-settings = 查看或更改我在这里的设置

option-index-add-address = 文章的网址
option-index-add-file = 文章文件：纯文本、Markdown、网页、PDF、字幕或逐字稿
option-index-remove-source = 来源：列表中的编号，或标题
option-index-show-passage = 段落：编号，例如 14 或 2:14（第二个来源），或其中几个字
option-index-correct-passage = 段落：编号，例如 14 或 2:14（第二个来源），或其中几个字
option-index-correct-speaker = 说话的人的全名；如无人说话（记者的叙述），请输入一个短横线
option-index-correct-role = 发言者的职务，如有遗漏或错误
option-index-correct-merge = 这位发言者的另一个名字，合并后不再使用
option-index-correct-revert = 撤回之前对这个段落或这位发言者的更正
option-index-rollback-snapshot = 版本的编号；不填则为上一个版本
option-index-settings-presence = 我在这个频道的哪些情况下回答
option-index-settings-private = 这个频道中，命令的答案是否只让发出命令的人看到
option-index-settings-private-default = 同上，适用于所有没有另行设置的频道
option-index-settings-cooldown-member = 每位成员每分钟可以问多少个问题；0 表示不限
option-index-settings-cooldown-channel = 每个频道每分钟可以问多少个问题；0 表示不限
option-index-settings-language = 我用哪种语言回答
option-index-settings-notices = 网上的来源有变动时，是否在这个频道通知

choice-index-settings-presence-answers = 回答命令、提及和回复
choice-index-settings-presence-mentioned = 只在被提及或回复时回答
choice-index-settings-presence-stays-out = 不参与
choice-index-settings-language-auto = 各成员自己的语言
choice-index-settings-language-en = 英文
choice-index-settings-language-zh-hant = 中文（繁体）
choice-index-settings-language-zh-hans = 中文（简体）

# 说明命令怎样输入时，用来代表参数的字。
typed-text = 文字
typed-address = 网址
typed-source = 编号
typed-passage = 编号
typed-speaker = 名字
typed-snapshot = 编号
typed-number = 数目
typed-choice = 选项
typed-switch = yes（是）或 no（否）
