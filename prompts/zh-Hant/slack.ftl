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

error-not-allowed-unchecked = 只有管理員可以這樣做，而 Slack 未能讓我確認你是否管理員。請一分鐘後再試。{ $needed }
slack-help-example = 例如：「{ $question }」
slack-ask-title = 提問
slack-ask-send = 提問
slack-ask-speaker = 只問這位發言者說過的話
slack-ask-speaker-hint = 任何人；可輸入姓名或職銜
slack-cancel = 取消
slack-quotes-of-whom = 誰的話？請在指令後加上名字，例如「/quotes 名字」。/speakers 會列出發言者。
slack-shared = 由 { $name } 分享
slack-shared-question = { $by }，所問的是：{ $question }
slack-card-sent = 引文圖片已放在對話中。
slack-card-in-messages = 引文圖片已放在我們的私人訊息中。
slack-card-announced = 這是你要的引文圖片：
slack-card-scope = 我在這裏沒有上載圖片的權限。這個機械人的營運者可以開通：Slack 應用程式需要 files:write 權限，並須重新安裝。
slack-card-invite = 我只能在我所屬的頻道放上引文圖片。請先用 /invite 邀請我加入這個頻道。
slack-card-failed = Slack 沒有接受這張圖片。請一分鐘後再試。
slack-forget-title = 刪除我保留的資料？
slack-forget-question = 你的問題和你對答案的意見會被刪除，包括這裏和所有頻道的。答案會留在原處，但下面的按鈕將不能再用。
slack-channel = 這個頻道
slack-channel-only = 這個指令只能在頻道使用，不能在私人訊息使用。
slack-channel-audience = 誰會看到對提及的回答
slack-channel-public = 對提及的回答所有人都看到。
slack-channel-private = 對提及的回答只有提及我的人看到，並可由那人分享。
slack-prompts-title = 你可以問
slack-help-shortcut = 在任何訊息的選單中，「{ $name }」：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找關於訊息所談的事，有人說過甚麼
