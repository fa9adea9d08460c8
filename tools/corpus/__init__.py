"""The corpus (语料): our forms as other programs and other offices hand them back, with the records in them."""
