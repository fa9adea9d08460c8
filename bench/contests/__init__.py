"""The contests (比赛), one module each: what is measured, with which peers, and what has to be reached."""
