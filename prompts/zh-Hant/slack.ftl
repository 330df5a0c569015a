# 只有 Slack 成員會看到的文字。

slack-asked = 你問：{ $question }
slack-also-close = 同樣接近：{ $words }（{ $who }）
slack-open-article = 開啟文章
slack-said-by = { $who }（{ $how }）

slack-help = 在頻道中提及我，或直接傳訊息給我，我會在原處回答。以下指令只有你看得到回覆：
slack-help-command = { $command }：{ $description }

slack-ask-title = 提問
slack-ask-send = 提問
slack-ask-speaker = 只問這位發言者說過的話
slack-ask-speaker-hint = 任何人；可輸入姓名或職銜
slack-cancel = 取消
slack-shared = 由 { $name } 分享
slack-shared-question = { $by }，所問的是：{ $question }
slack-card-sent = 引文圖片已放在對話中。
slack-card-in-messages = 引文圖片已放在我們的私人訊息中。
slack-card-announced = 這是你要的引文圖片：
slack-forget-title = 刪除我保留的資料？
slack-forget-question = 你的問題和你對答案的意見會被刪除，包括這裏和所有頻道的。答案會留在原處，但下面的按鈕將不能再用。
slack-prompts-title = 你可以問
slack-help-shortcut = 在任何訊息的選單中，「{ $name }」：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找關於訊息所談的事，有人說過甚麼

# 管理員用來加入訊息所含內容的捷徑，與資訊清單相同。
slack-add = Add to the library
slack-add-description = 加入訊息所含的檔案或網址（管理員）

# 管理員指令的視窗。
slack-index-send = 繼續
slack-index-change = 更改……
slack-index-choose = 請選擇
slack-index-type = 請選擇，或輸入文字搜尋
slack-index-typed = 照所輸入的：「{ $words }」
slack-index-private = 在這個頻道對提及的回答是否只給提及我的人看
slack-index-yes = 是
slack-index-no = 否

# 管理員的工作進行期間。
slack-index-beginning = 正在處理……
slack-index-started = 正在處理，進度會在我們的私人訊息中回報。
slack-index-started-here = 正在處理，完成後會在這裏回報。

# 由多個工作區自行安裝的應用程式。
slack-not-installed = 這個工作區尚未安裝我，或已把我移除。請管理應用程式的人重新安裝。
slack-install-trouble = 目前無法連上 Slack，因此尚未完成安裝。請一分鐘後再試。
