# 管理員的指令 /index ……：各指令的用途（最多 100 個字元）、參數和選項。

command-index = 管理我回答所依據的內容（管理員專用）
command-index-status = 顯示我在這裏依據甚麼回答，以及索引是怎樣建成的
command-index-list = 列出這裏的所有來源
command-index-add = 加入一篇文章：網址或檔案
command-index-remove = 移除一個來源
command-index-reload = 重新讀取所有來源，並重建索引
command-index-show = 顯示一個段落、當中誰在說話，以及判斷的依據
command-index-correct = 更正段落的發言者，或把兩個名字合併為同一個人
command-index-history = 列出這個資料庫的各個版本，由新至舊
command-index-rollback = 回到較早的版本
command-index-gaps = 顯示成員問過、而來源沒有答案的問題
command-index-settings = 查看或更改我在這裏的設定

option-index-add-address = 文章的網址
option-index-add-file = 文章檔案：純文字、Markdown、網頁、PDF、字幕或逐字稿
option-index-remove-source = 來源：列表中的編號，或標題
option-index-show-passage = 段落：編號，例如 14 或 2:14（第二個來源），或其中幾個字
option-index-correct-passage = 段落：編號，例如 14 或 2:14（第二個來源），或其中幾個字
option-index-correct-speaker = 說話的人的全名；如無人說話（記者的敘述），請輸入一個短橫線
option-index-correct-role = 發言者的職銜，如有遺漏或錯誤
option-index-correct-merge = 這位發言者的另一個名字，合併後不再使用
option-index-correct-revert = 撤回之前對這個段落或這位發言者的更正
option-index-rollback-snapshot = 版本的編號；不填則為上一個版本
option-index-settings-presence = 我在這個頻道的哪些情況下回答
option-index-settings-private = 這個頻道中，指令的答案是否只讓發出指令的人看到
option-index-settings-private-default = 同上，適用於所有沒有另行設定的頻道
option-index-settings-cooldown-member = 每位成員每分鐘可以問多少個問題；0 表示不限
option-index-settings-cooldown-channel = 每個頻道每分鐘可以問多少個問題；0 表示不限
option-index-settings-language = 我用哪種語言回答
option-index-settings-notices = 網上的來源有變動時，是否在這個頻道通知

choice-index-settings-presence-answers = 回答指令、提及和回覆
choice-index-settings-presence-mentioned = 只在被提及或回覆時回答
choice-index-settings-presence-stays-out = 不參與
choice-index-settings-language-auto = 各成員自己的語言
choice-index-settings-language-en = 英文
choice-index-settings-language-zh-hant = 中文（繁體）
choice-index-settings-language-zh-hans = 中文（簡體）

# 說明指令怎樣輸入時，用來代表參數的字。
typed-text = 文字
typed-address = 網址
typed-source = 編號
typed-passage = 編號
typed-speaker = 名字
typed-snapshot = 編號
typed-number = 數目
typed-choice = 選項
typed-switch = yes（是）或 no（否）
