"""The same papers as other offices lay them out: a text file for each, drawn by a program that is not ours."""
