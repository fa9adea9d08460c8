"""The fifteen years of 人社部发〔2014〕17号 第三条, as forms and as calculations know them."""

import datetime as dt

from hjforms.law.conditions import ENOUGH_MONTHS
from hjforms.law.parameters import parameter


def test_forms_and_calculations_mean_the_same_fifteen_years():
    assert parameter("transfer-months").at(dt.date(2014, 7, 1)).value == ENOUGH_MONTHS
