"""Notations (记法): how one kind of value is written on paper, one module each.

Every module offers the same verbs:

``write(value) -> str``
    What is printed. It never rounds and never guesses: a value that the notation cannot print exactly
    raises `hjforms.errors.NotationError`.
``read(text) -> value | None``
    Its inverse, ``read(write(value)) == value``, which also accepts every other spelling of the value that
    is lawful or usual on paper, the unit of `units` behind it among them. ``None`` is a blank place: white space,
    ``-``, ``—`` or ``/``.
``of(value) -> value | None``
    The same from a Python or JSON value: ``None``, a text to be read, or the value itself.

The error for a text that cannot be read names the place and the single character to blame, never the text.

========================  ====================  ==========================================================
module                    中文                  value
========================  ====================  ==========================================================
`text`                    文字                  ``str``, kept to the character
`money`                   金额                  ``Decimal`` yuan, two places
`capital`                 大写金额              ``Decimal`` yuan, two places
`citizen_id`              公民身份号码          ``str`` of 18 characters
`date`                    日期                  ``datetime.date``
`year_month`              年月                  `year_month.YearMonth`
`years`                   缴费年限              ``int``, whole months
`careers`                 逐月经历              ``tuple`` of `careers.Lane`
`whole`                   整数                  ``int``
`digits`                  号码                  ``str`` of digits
`rate`                    利率、比例            ``Decimal``, a part of one
`choice`                  选项                  ``str``, one of the printed options
========================  ====================  ==========================================================
"""
