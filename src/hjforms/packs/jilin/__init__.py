"""Forms of Jilin (吉林): 吉社保〔2020〕6号, on moves between 机关事业单位养老保险 and 企业职工养老保险 in the province.

It puts 人社部规〔2017〕1号 and 人社厅发〔2017〕7号 into practice. It names three papers and prints none, and neither
the annexes of 7号 nor papers of Jilin itself have been found: the layouts are those of working systems.
"""

import datetime as dt

EDITION = dt.date(2020, 1, 1)
"""第十条: in force from the day that it was sent out, of which the text gives the year only."""
