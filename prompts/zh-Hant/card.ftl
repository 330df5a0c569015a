# 引文圖片：讀屏軟件讀出的替代文字。

card-alt = 「{ $words }」——{ $who }。{ $source }
