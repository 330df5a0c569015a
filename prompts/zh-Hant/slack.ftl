# 只有 Slack 成員會看到的文字。

slack-asked = 你問：{ $question }
slack-also-close = 同樣接近：「{ $words }」（{ $who }）
slack-open-article = 開啟文章
slack-said-by = { $who }（{ $how }）

slack-help = 在頻道中提及我，或直接傳訊息給我，我會在原處回答。以下指令只有你看得到回覆：
slack-help-command = { $command }：{ $description }

slack-reload-started = 索引正在重建，進度會在我們的私人訊息中回報。
slack-reload-started-here = 索引正在重建，完成後會在這裏回報。
slack-reload-beginning = 正在重建索引
slack-restarting = 我正在重新啟動，未能完成。請一分鐘後再問。

error-not-allowed-unchecked = 只有管理員可以這樣做，而 Slack 未能讓我確認你是否管理員。請一分鐘後再試。{ $needed }
