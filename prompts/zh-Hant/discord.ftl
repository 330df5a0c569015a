# 只有 Discord 成員會看到的文字。

discord-asked = 「{ $question }」
discord-help-mention = 你也可以在頻道中提及我、回覆我的答案，或直接傳訊息給我。
discord-help-menu = 想知道關於某則訊息有人說過甚麼，請打開該訊息的選單，按「應用程式」，再選「{ $name }」。
discord-complaint-asked = 已記下，謝謝。有甚麼不對？
discord-not-posted = 我未能在這裏發佈，可能是沒有在這個頻道發言的權限。
complaint-choose = 選擇有甚麼不對
command-ask-name = 提問
command-quotes-name = 語錄
command-speakers-name = 發言者
command-sources-name = 來源
command-privacy-name = 私隱
command-help-name = 說明
command-channel-name = 頻道設定
command-reload-name = 重新載入
