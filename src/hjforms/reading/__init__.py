"""Reading (读回): what stands on a returned form, as a record again, with the place of every value."""
