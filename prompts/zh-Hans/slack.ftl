# 只有 Slack 成员会看到的文字。

slack-asked = 你问：{ $question }
slack-also-close = 同样接近：“{ $words }”（{ $who }）
slack-open-article = 打开文章
slack-said-by = { $who }（{ $how }）

slack-help = 在频道中提及我，或直接给我发消息，我会在原处回答。以下命令只有你看得到回复：
slack-help-command = { $command }：{ $description }

slack-reload-started = 索引正在重建，进度会在我们的私信里报告。
slack-reload-started-here = 索引正在重建，完成后会在这里报告。
slack-reload-beginning = 正在重建索引

error-not-allowed-unchecked = 只有管理员可以这样做，而 Slack 未能让我确认你是不是管理员。请一分钟后再试。{ $needed }
slack-help-example = 例如：“{ $question }”
slack-ask-title = 提问
slack-ask-send = 提问
slack-ask-speaker = 只问这位发言者说过的话
slack-ask-speaker-hint = 任何人；可输入姓名或职务
slack-cancel = 取消
slack-quotes-of-whom = 谁的话？请在命令后加上名字，例如“/quotes 名字”。/speakers 会列出发言者。
slack-shared = 由 { $name } 分享
slack-shared-question = { $by }，所问的是：{ $question }
slack-card-sent = 引文图片已放在对话里。
slack-card-in-messages = 引文图片已放在我们的私信里。
slack-card-announced = 这是你要的引文图片：
slack-card-scope = 我在这里没有上传图片的权限。这个机器人的运营者可以开通：Slack 应用需要 files:write 权限，并须重新安装。
slack-card-invite = 我只能在我所属的频道放上引文图片。请先用 /invite 邀请我加入这个频道。
slack-card-failed = Slack 没有接受这张图片。请一分钟后再试。
slack-forget-title = 删除我保留的数据？
slack-forget-question = 你的问题和你对答案的意见会被删除，包括这里和所有频道的。答案会留在原处，但下面的按钮将不能再用。
slack-channel = 这个频道
slack-channel-only = 这个命令只能在频道里使用，不能在私信里使用。
slack-channel-audience = 谁会看到对提及的回答
slack-channel-public = 对提及的回答所有人都看到。
slack-channel-private = 对提及的回答只有提及我的人看到，并可由那人分享。
slack-prompts-title = 你可以问
slack-help-shortcut = 在任何消息的菜单里，“{ $name }”：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找关于消息所谈的事，有人说过什么
