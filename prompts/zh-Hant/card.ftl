# 引文圖片：讀屏軟件讀出的替代文字。

card-alt = 「{ $words }」——{ $who }。{ $source }
error-no-card = 只有講者的原話，而且是我寫得出的文字，才可以製成圖片。
