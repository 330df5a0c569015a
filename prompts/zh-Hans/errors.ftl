# 有事情做不到时，成员或管理员看到的：发生了什么，以及可以怎么做。

# 无论要求的是什么。
error-unexpected = 我这边出了问题。请再试一次；如果再发生，请把参考编号 { $reference } 告诉机器人的运营者。
error-busy = 现在排队的问题太多，请一分钟后再问。
error-restarting = 我正在重新启动，请一分钟后再问。
error-not-ready = 我还在阅读文章，请一分钟后再问。
error-away = 我暂时连不上资料库，请一分钟后再问。
error-cooling-down = 短时间内的问题太多了。请 { $seconds } 秒后再问。
error-stays-out = 管理员要求我不在这个频道回答。请到其他频道问我，或直接给我发消息。
error-only-mentioned = 在这个频道，我只在被提及时才回答。请提及我，或直接给我发消息。
too-long-lead = 这么长的问题我读不了。请不要超过 { $most } 个字符。
error-nothing-to-look-up = 那条消息里没有我可以查找的词语。请选择另一条。

# 答案及其按钮。
error-exchange-gone = 我已经没有保留那个答案了。请再问一次。
error-passage-gone = 那个答案的段落已不在索引中。请再问一次。
error-nothing-else = 没有其他接近的段落。请换个说法再问。
error-not-yours = 只有提问的成员或管理员可以这样做。请由他们处理。
error-not-forgotten = 现在没能删除，原因已记录在日志里。请一分钟后再试。
error-not-kept = 现在没能保存，原因已记录在日志里。请一分钟后再试。
error-no-card = 只有讲者的原话，而且是我写得出的文字，才能制成图片。请选择另一个段落。
slack-card-scope = 我在这里没有上传图片的权限。请告诉这个机器人的运营者：Slack 应用需要 files:write 权限，并须重新安装。
slack-card-invite = 我只能在我所属的频道放上引文图片。请先用 /invite 邀请我加入这个频道。
slack-card-failed = Slack 没有接受这张图片。请一分钟后再试。
discord-not-posted = 我没能在这里发布，可能是没有在这个频道发言的权限。请管理员让我在这里发言。

# 只有某些人或在某些地方可以做的事。
error-not-allowed = 只有管理员可以这样做。{ $needed }
error-not-allowed-unchecked = 只有管理员可以这样做，而 Slack 未能让我确认你是不是管理员。请一分钟后再试。{ $needed }
error-not-allowed-needed-discord = 你需要有“管理服务器”权限，或拥有机器人运营者指定的身份组。
error-not-allowed-needed-slack = 你需要是工作区的管理员或所有者，或属于机器人运营者指定的用户组。
error-not-allowed-needed-terminal = 你需要亲自运行这个机器人。
error-guild-only = 这个命令只能在服务器的频道里使用，不能在私信里使用。请到频道里再试。

# 输入的命令。
error-unknown-command = 没有“{ $command }”这个命令。请输入其中一个：{ $known }。
chat-unknown-command = 没有 /{ $command } 这个命令。请输入其中一个：{ $known }。
error-argument-unknown = /index { $command } 没有“{ $name }”这个参数。请把它删去。
error-argument-missing = /index { $command } 需要 { $name }。请输入 /index { $command }，然后输入 { $name }。
error-not-a-switch = { $name } 只有是或否。请填 yes（是）或 no（否）。
error-not-a-number = { $name } 是 0 至 { $most } 的数字。请填这样的数字。
error-not-a-choice = { $name } 有这些选择：{ $known }。请填其中一个。
error-nothing-given = 没有提供可以加入的东西。请提供文章的网址或文件其中之一，例如 /index add https://example.org/article。
chat-quotes-of-whom = 谁的话？请在命令后输入名字：/quotes 名字。/speakers 会列出发言者。
slack-quotes-of-whom = 谁的话？请在命令后加上名字，例如“/quotes 名字”。/speakers 会列出发言者。
slack-index-empty = 这里还没有填写。请至少填写其中一项。
slack-index-gone = 这个按钮或窗口属于我的另一个版本。请再输入 /index。
slack-index-no-window = Slack 没有打开窗口。请直接输入命令：{ $usage }

# 资料库，以及要作的更改。
error-already-running = 这里正在进行另一项更改，请在完成后再试。
error-refused = 这件事做不到，没有任何变动。{ $reason }
error-nothing-at-hand = 我现在没能读写保存的资料，所以没有任何变动；原因已记录在日志里。请一分钟后再试。
error-offer-gone = 这个按钮不是给你的、已经用过，或者太旧了（有效十分钟）。请重新输入命令。
error-library-changed = 资料库在此期间已经改变，因此什么也没有做。请重新输入命令。
error-source-unknown = 资料库没有这个来源，或已不再有。请选择 /index list 列出的其中一个。
error-source-unclear = 有几个来源符合：{ $found }。请输入其中一个编号；/index list 会列出来源。
error-snapshot-unknown = 资料库没有这个编号的旧版本。请选择 /index history 列出的其中一个。
error-nothing-to-go-back-to = 这里从未更改过，所以没有可以回到的版本。
error-passage-unknown = 这里没有“{ $typed }”这个段落。共有 { $most } 个段落；请输入编号，例如 14 或 2:14（第二个来源），或段落中的几个字。
error-passage-unclear = 有几个段落符合“{ $typed }”：{ $found }。请输入其中一个。
error-speaker-unknown = 这里没有叫 { $name } 的发言者。{ $count ->
    [0] {""}
   *[other] 相近的有：{ $meant }。
}请从 /speakers 列出的发言者中选择。
error-correction-unclear = 这没有说明要更正什么。请提供段落和发言者（passage:14 speaker:全名），或同一个人的两个名字（speaker:全名 merge:另一个名字）。加上 revert:yes 就会撤回对某个段落或某个被合并名字的更正。
error-nothing-to-revert = { $name } 没有被合并过。请输入被合并过的名字：{ $known }。

# 分享的文件和链接。
slack-add-nothing = 这条消息没有可以加入的文件或链接。请选择另一条。
slack-add-several = 这条消息有多个文件或链接，而我一次只加入一个。请输入 /index add 和网址，或在 /index add 的窗口里附上一个文件。
discord-file-unread = Discord 没有把那个文件交给我。请重新附上。
slack-file-gone = Slack 已经没有这个文件。请重新分享。
slack-file-elsewhere = 这个文件存放在其他服务上，Slack 只有链接。请从那里下载后分享文件本身，或加入它的公开网址。
slack-file-refused = Slack 不让我读取这个文件。请用 /invite 邀请我加入分享它的地方，或在 /index add 的窗口里附上它。如果还是不行，这个机器人的运营者可以处理：Slack 应用需要 files:read 权限，并须重新安装。
slack-file-too-large = 这个文件超过 { $megabytes } MB。请把它分成几个。
slack-file-failed = Slack 现在没有交出这个文件。请一分钟后再试。
