# 管理員看到的文字。

reload-done = 索引已在 { $seconds } 秒內重建：共 { $passages } 個段落、{ $speakers } 位發言者。
reload-nothing-changed = 內容沒有變動。
reload-changes = 段落：新增 { $added } 個、移除 { $removed } 個、修改 { $edited } 個。
reload-reattributed = { $count } 個段落的發言者與之前不同。
reload-new-speakers = 新增的發言者：{ $names }。
reload-gone-speakers = 不再出現的發言者：{ $names }。
reload-attributing = 正在重建索引：分辨誰說了甚麼（{ $done }／{ $total }）
reload-embedding = 正在重建索引：計算向量（{ $done }／{ $total }）
