# 只有 Discord 成員會看到的文字。

discord-asked = 「{ $question }」
discord-help-mention = 你也可以在頻道中提及我、回覆我的答案，或直接傳訊息給我。
discord-help-menu = 想知道關於某則訊息有人說過甚麼，請打開該訊息的選單，按「應用程式」，再選「{ $name }」。
discord-not-posted = 我未能在這裏發佈，可能是沒有在這個頻道發言的權限。
command-ask-name = 提問
command-quotes-name = 語錄
command-speakers-name = 發言者
command-sources-name = 來源
command-privacy-name = 私隱
command-help-name = 說明
command-channel-name = 頻道設定
command-reload-name = 重新載入
option-question-name = 問題
option-speaker-name = 發言者
option-private-name = 只讓我看
option-presence-name = 回答方式
