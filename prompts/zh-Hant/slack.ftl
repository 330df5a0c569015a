# 只有 Slack 成員會看到的文字。

slack-asked = 你問：{ $question }
slack-also-close = 同樣接近：「{ $words }」（{ $who }）
slack-open-article = 開啟文章
slack-said-by = { $who }（{ $how }）

slack-help = 在頻道中提及我，或直接傳訊息給我，我會在原處回答。以下指令只有你看得到回覆：
slack-help-command = { $command }：{ $description }

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
slack-prompts-title = 你可以問
slack-help-shortcut = 在任何訊息的選單中，「{ $name }」：{ $description }
slack-shortcut = What was said of this?
slack-shortcut-description = 查找關於訊息所談的事，有人說過甚麼

# 管理員用來加入訊息所含內容的捷徑，與資訊清單相同。
slack-add = Add to the library
slack-add-description = 加入訊息所含的檔案或網址（管理員）
slack-add-nothing = 這則訊息沒有可以加入的檔案或連結。
slack-add-several = 這則訊息有多個檔案或連結，而我一次只加入一個。請輸入 /index add 和網址，或在 /index add 的視窗附上一個檔案。

slack-file-gone = Slack 已沒有這個檔案。請重新分享。
slack-file-elsewhere = 這個檔案存放在其他服務，Slack 只有連結。請從那裏下載後分享檔案本身，或加入它的公開網址。
slack-file-refused = Slack 不讓我讀取這個檔案。請用 /invite 邀請我加入分享它的地方，或在 /index add 的視窗附上它。如果仍然不行，這個機械人的營運者可以處理：Slack 應用程式需要 files:read 權限，並須重新安裝。
slack-file-too-large = 這個檔案超過 { $megabytes } MB。請把它分成幾個。
slack-file-failed = Slack 現在沒有交出這個檔案。請一分鐘後再試。

# 管理員指令的視窗。
slack-index-send = 繼續
slack-index-change = 更改……
slack-index-choose = 請選擇
slack-index-type = 請選擇，或輸入文字搜尋
slack-index-typed = 照所輸入的：「{ $words }」
slack-index-private = 在這個頻道對提及的回答是否只給提及我的人看
slack-index-yes = 是
slack-index-no = 否
slack-index-empty = 請最少填寫其中一項。
slack-index-gone = 這個按鈕或視窗屬於我的另一個版本。請再輸入 /index。
slack-index-no-window = Slack 沒有開啟視窗。你可以直接輸入：{ $usage }

# 管理員的工作進行期間。
slack-index-beginning = 正在處理……
slack-index-started = 正在處理，進度會在我們的私人訊息中回報。
slack-index-started-here = 正在處理，完成後會在這裏回報。

# 由多個工作區自行安裝的應用程式。
slack-not-installed = 這個工作區尚未安裝我，或已把我移除。請管理應用程式的人重新安裝。
slack-install-trouble = 目前無法連上 Slack，因此尚未完成安裝。請一分鐘後再試。
