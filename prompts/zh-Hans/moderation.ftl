# 管理员看到的文字。

reload-done = 索引已在 { $seconds } 秒内重建：共 { $passages } 个段落、{ $speakers } 位发言者。
reload-nothing-changed = 内容没有变化。
reload-changes = 段落：新增 { $added } 个、移除 { $removed } 个、修改 { $edited } 个。
reload-reattributed = { $count } 个段落的发言者与之前不同。
reload-new-speakers = 新增的发言者：{ $names }。
reload-gone-speakers = 不再出现的发言者：{ $names }。
reload-attributing = 正在重建索引：分辨谁说了什么（{ $done }/{ $total }）
reload-embedding = 正在重建索引：计算向量（{ $done }/{ $total }）
