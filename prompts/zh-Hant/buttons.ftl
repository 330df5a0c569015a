# 答案下面的按鈕。

button-context = 上文下理
button-others = 其他段落
button-card = 引文圖片
button-helpful = 有幫助
button-unhelpful = 沒有幫助
button-share = 分享
button-delete = 刪除
button-earlier = 上一頁
button-later = 下一頁
button-forget = 刪除我的資料
complaint-wrong-passage = 應該是另一個段落
complaint-wrong-speaker = 是另一個人說的
complaint-missed = 文章其實有提到
complaint-other = 其他原因
complaint-why = 有甚麼不對？
complaint-remark = 還有甚麼想說？
complaint-send = 送出
