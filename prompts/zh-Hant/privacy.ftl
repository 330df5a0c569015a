# 保留了甚麼資料，以及頻道的設定。

privacy-nothing = 我沒有保留你的任何資料。
privacy-kept = 自 { $since } 起，我保留了你的 { $questions } 個問題，以及你對答案的 { $verdicts } 個意見。
privacy-gaps = 其中 { $gaps } 個問題，文章沒有回答：你發問之處的管理員可以讀到問題的字句，但看不到你的名字。
privacy-what = 每個問題，我會保留它的字句、你何時在哪個伺服器或工作區發問，以及我展示了哪些段落，好讓答案下面的按鈕可以使用；每個意見，我會保留你所選的和所寫的。我不保留你的名字或帳號，只保留一個只有我能由帳號算出的代碼。你讓我查找的訊息，我不會保留它的字句。
privacy-days = 全部資料會在 { $days } 天後刪除；你要求的話，會立即刪除。
privacy-memory = 全部資料只存放在記憶體中，我重新啟動後就會消失；你要求的話，會立即刪除。
privacy-conversation = 你最近的問題和讓我查找的內容，也會在記憶體中保留 { $minutes } 分鐘，好讓我明白下一個問題中的「他」是誰。
privacy-forgotten = 完成：我已不再保留你的任何資料。
verdict-thanks = 謝謝。只有這個機械人的營運者會看到。
channel-is-answers = 在這個頻道，我會回答指令、提及和回覆。
channel-is-mentioned = 在這個頻道，我只在被提及或回覆時才回答。
channel-is-stays-out = 在這個頻道，我不會回答。
channel-private = 指令的答案只有發出指令的人看到。
channel-public = 指令的答案所有人都看到。
channel-presence-answers = 回答指令、提及和回覆
channel-presence-mentioned = 只在被提及或回覆時回答
channel-presence-stays-out = 不回答
error-stays-out = 管理員要求我不在這個頻道回答。請到其他頻道問我，或直接傳訊息給我。
error-only-mentioned = 在這個頻道，我只在被提及時才回答。請提及我，或直接傳訊息給我。
