# 按下按鈕後看到的內容。

context-lead = 這個段落的上文下理：
context-alone = 文章中沒有其他內容：
context-before = 上文
context-passage = 該段落
context-after = 下文
others-lead = 另有 { $count } 個段落接近，但未必與你的問題有關：
quotes-lead = { $names }：{ $count } 個段落
page = 第 { $number } 頁，共 { $pages } 頁
suggestions-lead = 你可以問：
