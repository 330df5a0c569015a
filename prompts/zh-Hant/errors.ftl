# 有事情做不到時，成員或管理員看到的：發生了甚麼，以及可以怎樣做。

# 無論要求的是甚麼。
error-unexpected = 我這邊出了問題。請再試一次；如果再發生，請把參考編號 { $reference } 告訴機械人的營運者。
error-busy = 現時輪候的問題太多，請一分鐘後再問。
error-restarting = 我正在重新啟動，請一分鐘後再問。
error-not-ready = 我還在閱讀文章，請一分鐘後再問。
error-away = 我暫時連不上資料庫，請一分鐘後再問。
error-cooling-down = 短時間內的問題太多了。請 { $seconds } 秒後再問。
error-stays-out = 管理員要求我不在這個頻道回答。請到其他頻道問我，或直接傳訊息給我。
error-only-mentioned = 在這個頻道，我只在被提及時才回答。請提及我，或直接傳訊息給我。
too-long-lead = 這樣長的問題我讀不了。請不要超過 { $most } 個字元。
error-nothing-to-look-up = 那則訊息中沒有我可以查找的字詞。請選擇另一則。

# 答案及其按鈕。
error-exchange-gone = 我已沒有保留那個答案。請再問一次。
error-passage-gone = 那個答案的段落已不在索引中。請再問一次。
error-nothing-else = 沒有其他接近的段落。請換個說法再問。
error-not-yours = 只有發問的成員或管理員可以這樣做。請由他們處理。
error-not-forgotten = 現在未能刪除，原因已記錄在日誌。請一分鐘後再試。
error-not-kept = 現在未能儲存，原因已記錄在日誌。請一分鐘後再試。
error-no-card = 只有講者的原話，而且是我寫得出的文字，才可以製成圖片。請選擇另一個段落。
slack-card-scope = 我在這裏沒有上載圖片的權限。請告訴這個機械人的營運者：Slack 應用程式需要 files:write 權限，並須重新安裝。
slack-card-invite = 我只能在我所屬的頻道放上引文圖片。請先用 /invite 邀請我加入這個頻道。
slack-card-failed = Slack 沒有接受這張圖片。請一分鐘後再試。
discord-not-posted = 我未能在這裏發佈，可能是沒有在這個頻道發言的權限。請管理員讓我在這裏發言。

# 只有某些人或在某些地方可以做的事。
error-not-allowed = 只有管理員可以這樣做。{ $needed }
error-not-allowed-unchecked = 只有管理員可以這樣做，而 Slack 未能讓我確認你是否管理員。請一分鐘後再試。{ $needed }
error-not-allowed-needed-discord = 你需要有「管理伺服器」權限，或擁有機械人營運者指定的身分組。
error-not-allowed-needed-slack = 你需要是工作空間的管理員或擁有者，或屬於機械人營運者指定的使用者群組。
error-not-allowed-needed-terminal = 你需要親自執行這個機械人。
error-guild-only = 這個指令只能在伺服器的頻道使用，不能在私人訊息使用。請到頻道再試。

# 輸入的指令。
error-unknown-command = 沒有「{ $command }」這個指令。請輸入其中一個：{ $known }。
chat-unknown-command = 沒有 /{ $command } 這個指令。請輸入其中一個：{ $known }。
error-argument-unknown = /index { $command } 沒有「{ $name }」這個參數。請把它刪去。
error-argument-missing = /index { $command } 需要 { $name }。請輸入 /index { $command }，然後輸入 { $name }。
error-not-a-switch = { $name } 只有是或否。請填 yes（是）或 no（否）。
error-not-a-number = { $name } 是 0 至 { $most } 的數字。請填這樣的數字。
error-not-a-choice = { $name } 有這些選擇：{ $known }。請填其中一個。
error-nothing-given = 沒有提供可以加入的東西。請提供文章的網址或檔案其中之一，例如 /index add https://example.org/article。
chat-quotes-of-whom = 誰的話？請在指令後輸入名字：/quotes 名字。/speakers 會列出發言者。
slack-quotes-of-whom = 誰的話？請在指令後加上名字，例如「/quotes 名字」。/speakers 會列出發言者。
slack-index-empty = 這裏還沒有填寫。請最少填寫其中一項。
slack-index-gone = 這個按鈕或視窗屬於我的另一個版本。請再輸入 /index。
slack-index-no-window = Slack 沒有開啟視窗。請直接輸入指令：{ $usage }

# 資料庫，以及要作的更改。
error-already-running = 這裏正在進行另一項更改，請在完成後再試。
error-refused = 這件事做不到，沒有任何變動。{ $reason }
error-nothing-at-hand = 我現在未能讀寫所保存的資料，因此沒有任何變動；原因已記錄在日誌。請一分鐘後再試。
error-offer-gone = 這個按鈕不是給你的、已經用過，或者太舊了（有效十分鐘）。請重新輸入指令。
error-library-changed = 資料庫在此期間已經改變，因此甚麼也沒有做。請重新輸入指令。
error-source-unknown = 資料庫沒有這個來源，或已不再有。請選擇 /index list 列出的其中一個。
error-source-unclear = 有幾個來源符合：{ $found }。請輸入其中一個編號；/index list 會列出來源。
error-snapshot-unknown = 資料庫沒有這個編號的舊版本。請選擇 /index history 列出的其中一個。
error-nothing-to-go-back-to = 這裏從未更改過，所以沒有可以回到的版本。
error-passage-unknown = 這裏沒有「{ $typed }」這個段落。共有 { $most } 個段落；請輸入編號，例如 14 或 2:14（第二個來源），或段落中的幾個字。
error-passage-unclear = 有幾個段落符合「{ $typed }」：{ $found }。請輸入其中一個。
error-speaker-unknown = 這裏沒有叫 { $name } 的發言者。{ $count ->
    [0] {""}
   *[other] 相近的有：{ $meant }。
}請從 /speakers 列出的發言者中選擇。
error-correction-unclear = 這沒有說明要更正甚麼。請提供段落和發言者（passage:14 speaker:全名），或同一個人的兩個名字（speaker:全名 merge:另一個名字）。加上 revert:yes 就會撤回對某個段落或某個被合併名字的更正。
error-nothing-to-revert = { $name } 沒有被合併過。請輸入被合併過的名字：{ $known }。

# 分享的檔案和連結。
slack-add-nothing = 這則訊息沒有可以加入的檔案或連結。請選擇另一則。
slack-add-several = 這則訊息有多個檔案或連結，而我一次只加入一個。請輸入 /index add 和網址，或在 /index add 的視窗附上一個檔案。
discord-file-unread = Discord 沒有把那個檔案交給我。請重新附上。
slack-file-gone = Slack 已沒有這個檔案。請重新分享。
slack-file-elsewhere = 這個檔案存放在其他服務，Slack 只有連結。請從那裏下載後分享檔案本身，或加入它的公開網址。
slack-file-refused = Slack 不讓我讀取這個檔案。請用 /invite 邀請我加入分享它的地方，或在 /index add 的視窗附上它。如果仍然不行，這個機械人的營運者可以處理：Slack 應用程式需要 files:read 權限，並須重新安裝。
slack-file-too-large = 這個檔案超過 { $megabytes } MB。請把它分成幾個。
slack-file-failed = Slack 現在沒有交出這個檔案。請一分鐘後再試。
