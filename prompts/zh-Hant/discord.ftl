# 只有 Discord 成員會看到的文字。

discord-asked = 「{ $question }」
discord-help-mention = 你也可以在頻道中提及我、回覆我的答案，或直接傳訊息給我。
discord-help-menu = 想知道關於某則訊息有人說過甚麼，請打開該訊息的選單，按「應用程式」，再選「{ $name }」。
command-ask-name = 提問
command-quotes-name = 語錄
command-speakers-name = 發言者
command-sources-name = 來源
command-privacy-name = 私隱
command-help-name = 說明
command-reload-name = 重新載入

# 管理員的指令和參數的名稱。
command-index-name = 管理
command-index-status-name = 狀態
command-index-list-name = 列表
command-index-add-name = 加入
command-index-remove-name = 移除
command-index-reload-name = 重新載入
command-index-show-name = 查看段落
command-index-correct-name = 更正
command-index-history-name = 版本紀錄
command-index-rollback-name = 回復版本
command-index-gaps-name = 未答問題
command-index-settings-name = 設定
option-address-name = 網址
option-file-name = 檔案
option-source-name = 來源
option-passage-name = 段落
option-speaker-name = 發言者
option-role-name = 身分
option-merge-name = 併入名字
option-revert-name = 撤回更正
option-snapshot-name = 版本
option-presence-name = 參與方式
option-private-name = 只給本人
option-private-default-name = 預設只給本人
option-cooldown-member-name = 成員每分鐘提問
option-cooldown-channel-name = 頻道每分鐘提問
option-language-name = 語言
option-notices-name = 通知
option-question-name = 問題
