# The quotation as a picture: what is read out to who cannot see it.

card-alt = “{ $words }” — { $who }. { $source }
error-no-card = I can make a picture only of somebody's own words, in letters that I can draw.
