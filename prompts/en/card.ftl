# The quotation as a picture: what is read out to who cannot see it.

card-alt = “{ $words }” — { $who }. { $source }
