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
slack-restarting = 我正在重新启动，未能完成。请一分钟后再问。

error-not-allowed-unchecked = 只有管理员可以这样做，而 Slack 未能让我确认你是不是管理员。请一分钟后再试。{ $needed }
