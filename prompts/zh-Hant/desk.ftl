# 管理員看到的文字：預覽、差異、列表、設定。按鈕最多 40 個字元。

desk-commands = 管理員在這裏可以做的事：
desk-add = 加入
desk-add-beside = 另外加入，保留舊的
desk-replace = 取代舊的
desk-remove = 移除
desk-reload = 使用新版本
desk-rollback = 回到這個版本
desk-undo = 復原
desk-leave = 算了
desk-left = 沒有任何變動。
desk-earlier = 上一頁
desk-later = 下一頁
desk-close-gaps = 從列表移除這些
desk-close-gaps-yes = 確定從列表刪除

source-unknown = 不詳
source-title = 標題
source-publisher = 出版者
source-date = 日期
source-authors = 作者
source-language = 語言
source-address = 網址
source-file = 檔案
source-passages = 段落
source-passages-count = { $count } 個
source-speakers = 發言者
source-speakers-none = 沒有
source-line = { $title }（{ $published }）
passage-number = 第 { $number } 段

difference-passages = 段落變動
difference-nothing = 沒有變動
difference-counts = 新增 { $added } 個、移除 { $removed } 個、修改 { $edited } 個
difference-reattributed = 發言者不同
difference-reattributed-count = { $count } 個段落
difference-new-speakers = 新增的發言者
difference-gone-speakers = 不再出現的發言者

done-version = 版本
done-version-number = 第 { $number } 版
done-seconds = 用時
done-seconds-count = { $seconds } 秒
undo-done = 已復原。現在依據的內容與之前一樣。

add-held = 這篇文章已經在這裏，一字不差，是第 { $number } 個來源：{ $title }。沒有任何變動。
add-offer = 這會加入到我在這裏依據的 { $count } 個來源之中。要加入嗎？
add-offer-begins = 到目前為止，我在這裏依據的是所有社群共用的內容（{ $held }）。加入這個來源後，這裏就有自己的資料庫，我只會依據它回答。要加入嗎？
add-done = 已加入：{ $title }。我現在會依據它回答。
replace-offer = 這是第 { $number } 個來源「{ $title }」的另一個版本，會取代原來的版本。要取代嗎？
replace-done = 已取代：{ $title }。我現在依據新版本回答。

remove-only-default = 「{ $title }」是我在這裏唯一的依據。請先加入自己的來源，之後我只會依據它回答。
remove-offer = 這會移除「{ $title }」，我就不能再依據它回答。要移除嗎？
remove-offer-begins = 這會為這個社群移除「{ $title }」，並由其餘來源開始自己的資料庫。要移除嗎？
remove-offer-last = 「{ $title }」是這裏最後一個自己的來源。移除後，我會依據所有社群共用的內容回答。要移除嗎？
remove-done = 已移除：{ $title }。

reload-offer = 來源有變動，使用新版本會失去一些內容。要使用新版本嗎？
reload-read = 已重新讀取所有來源。
reload-unfetched = 保留原樣
reload-attributing = 正在重建索引：分辨誰說了甚麼（{ $done }／{ $total }）
reload-embedding = 正在重建索引：計算向量（{ $done }／{ $total }）
reload-reading = 正在讀取（{ $done }／{ $total }）
reload-saving = 正在儲存（{ $done }／{ $total }）
reload-fetching = 正在下載（{ $done }／{ $total }）

rollback-same = 現在用的就是第 { $number } 版。
rollback-offer = 這會回到第 { $number } 版。要回去嗎？
rollback-offer-default = 這會回到所有社群共用的內容，即你們第一次更改之前的狀態。要回去嗎？
rollback-done = 現在又用回第 { $number } 版。

correct-cleared = 第 { $place } 段現在沒有人發言：那是記者自己的文字。
correct-set = 第 { $place } 段的發言者現在是 { $name }。
correct-set-new = 第 { $place } 段的發言者現在是 { $name }。這裏之前沒有這個名字的發言者，請看看有沒有寫錯。
correct-reverted = 已撤回對第 { $place } 段的更正。
correct-merged = { $keep } 和 { $other } 現在是同一個人，稱為 { $keep }。
correct-parted = { $name } 又是另一個人了。
correct-begins = 這裏由此開始有自己的資料庫，內容複製自所有社群共用的內容。
correct-before = 之前

show-lead = 「{ $title }」第 { $place } 段
show-before = 前一段
show-after = 後一段
show-direct = 原話
show-indirect = 轉述
show-mixed = 部分為原話
show-denied = 否認
show-cue = 從「{ $cue }」得知
show-named = 文中稱為「{ $source }」
show-sure = { $percent }% 確定
show-corrected = 由管理員更正

status-default = 我在這裏依據所有社群共用的內容回答。加入一個來源，就會開始自己的資料庫。
status-own = 我在這裏依據你們自己的資料庫回答。
status-version = 版本
status-version-number = 第 { $number } 版（{ $index }）
status-made = 建立
status-made-when = { $when }，使用 { $model }
status-holds = 內容
status-holds-counts = { $sources } 個來源、{ $passages } 個段落、{ $speakers } 位發言者
status-corrections = 更正
status-corrections-count = { $count } 項；{ $lost ->
    [0] 全部適用
   *[other] { $lost } 項已找不到段落
}
status-gaps = 沒有答案
status-gaps-count = { $count } 個問題
status-watch = 網上來源
status-watch-every = { $count } 個，每 { $minutes } 分鐘重新查看
status-watch-never = { $count } 個，只在你重新讀取時查看

list-default = 我在這裏依據所有社群共用的內容回答：{ $count } 個來源。
list-own = 我在這裏依據你們自己的 { $count } 個來源回答。
list-counts = { $passages } 個段落，{ $speakers } 位發言者。
list-added = { $when } 加入
list-corrected = { $count } 項更正

history-none = 這裏從未更改過：我依據所有社群共用的內容回答。
history-lead = 共 { $count } 個版本，由新至舊。要回到舊版本，請用 /index rollback。
history-add = 加入 { $source }
history-replace = { $source } 的新版本
history-remove = 移除了一個來源
history-correct = 更正了發言者
history-rollback = 回到第 { $snapshot } 版
history-reload = 重新讀取了來源
history-current = 現在使用
history-default = 所有社群共用的內容
by-watch = 由我重新查看時更新

watch-changed = 網上有 { $count } 個來源變動了，我現在依據新版本回答。
watch-sources = 有變動的來源

gaps-none = 沒有我答不到的問題。
gaps-lead = 有 { $questions } 個問題沒有答案，關於 { $groups } 件事。
gap-heading = { $count } 次：{ $question }
gap-also = 另有：{ $questions }
gap-last = 最近一次 { $when }
gap-not-said = 來源沒有提到
gap-unknown-name = 來源沒有這個名字
gap-unquoted = 這個人沒有被引述
gaps-close-offer = 這會從列表永久移除 { $count } 個問題。要移除嗎？
gaps-closed = 已從列表移除 { $count } 個問題。

settings-lead = 我在這裏的設定：
settings-same = 現在已經是這樣設定。
settings-done = 已設定。
settings-changed = { $new }（之前：{ $old }）
settings-presence = 在這個頻道
settings-private = 這裏的指令答案
settings-private-mentions = 這裏對提及的回答
settings-private-default = 其他頻道的指令答案
settings-private-yes = 只讓發出指令的人看到
settings-private-no = 讓所有人看到
settings-cooldown-member = 每位成員可以問
settings-cooldown-channel = 每個頻道可以問
settings-rate = { $count ->
    [0] 不限次數
   *[other] 每分鐘 { $count } 個問題
}
settings-rate-ordinary = { $rate }（由機械人的營運者設定）
settings-language = 語言
settings-notices = 網上來源變動的通知
settings-notices-here = 在這個頻道
settings-notices-elsewhere = 在另一個頻道
settings-notices-nowhere = 不通知
