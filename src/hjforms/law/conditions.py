"""Conditions of moving between the schemes (衔接条件), 人社部发〔2014〕17号 第三条: 满15年 or 不足15年.

Who has paid to 城镇职工养老保险 for 15 years (含延长缴费至15年) moves there, who has not moves to 城乡居民养老保险.
"""

from __future__ import annotations

ENOUGH_MONTHS = 15 * 12  # 满15年
YEAR_OF_LONGER_TERMS = 2030  # from then on the 15 years grow, and no source says whether they do so here
