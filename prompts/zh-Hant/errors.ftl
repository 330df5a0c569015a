# 有事情做不到時，成員或管理員看到的：發生了甚麼，以及可以怎樣做。

error-unexpected = 我這邊出了問題。請再試一次；如果再發生，請把參考編號 { $reference } 告訴機械人的營運者。
error-busy = 現時輪候的問題太多，請一分鐘後再問。
error-restarting = 我正在重新啟動，請一分鐘後再問。
error-not-ready = 我還在閱讀文章，請一分鐘後再問。
error-away = 我暫時連不上資料庫，請一分鐘後再問。
error-not-allowed = 只有管理員可以這樣做。{ $needed }
error-not-allowed-needed-discord = 你需要有「管理伺服器」權限，或擁有機械人營運者指定的身分組。
error-not-allowed-needed-slack = 你需要是工作空間的管理員或擁有者，或屬於機械人營運者指定的使用者群組。
error-not-allowed-needed-terminal = 你需要親自執行這個機械人。
error-already-running = 這裏正在進行另一項更改，請在完成後再試。
error-guild-only = 這個指令只能在伺服器的頻道使用，不能在私人訊息使用。
error-cooling-down = 短時間內的問題太多了。{ $seconds } 秒後我可以再回答。
error-exchange-gone = 我已沒有保留那個答案。請再問一次。
error-passage-gone = 那個答案的段落已不在索引中。請再問一次。
error-nothing-else = 沒有其他接近的段落。
error-not-yours = 只有發問的成員或管理員可以這樣做。
error-not-forgotten = 現在未能刪除，事情已經記錄下來。請一分鐘後再試。
error-not-kept = 現在未能儲存，事情已經記錄下來。請一分鐘後再試。
error-nothing-to-look-up = 那則訊息中沒有我可以查找的字詞。
error-library-changed = 資料庫在此期間已經改變，因此甚麼也沒有做。請再看一次。
error-source-unknown = 資料庫（現時）沒有這個來源。請從清單中選擇一個。
error-snapshot-unknown = 資料庫沒有這個編號的舊版本。請從歷史中選擇一個。
