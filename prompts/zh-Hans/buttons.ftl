# 答案下面的按钮。

button-context = 上下文
button-others = 其他段落
button-card = 引文图片
button-helpful = 有帮助
button-unhelpful = 没有帮助
button-share = 分享
button-delete = 删除
button-earlier = 上一页
button-later = 下一页
button-forget = 删除我的数据
complaint-wrong-passage = 应该是另一个段落
complaint-wrong-speaker = 是另一个人说的
complaint-missed = 文章其实有提到
complaint-other = 其他原因
complaint-why = 有什么不对？
complaint-remark = 还有什么想说的？
complaint-send = 发送
