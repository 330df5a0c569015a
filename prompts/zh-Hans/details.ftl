# 按下按钮后看到的内容。

context-lead = 这个段落的上下文：
context-alone = 文章中没有其他内容：
context-before = 上文
context-passage = 该段落
context-after = 下文
others-lead = 另有 { $count } 个段落接近，但未必与你的问题有关：
quotes-lead = { $names }：{ $count } 个段落
page = 第 { $number } 页，共 { $pages } 页
suggestions-lead = 你可以问：
