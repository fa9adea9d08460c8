"""Tables of which not every line is ruled (无框线的表): what stands in a column, and on a row, follows from the texts.

Rows of figures make columns, and the heads above them name these (``tables``); labels over single values need no rows
(``labels``). Where upright lines alone are ruled, cells are made of the rows between them (``cells``). ``pages``
looks for all of it on a page. What may belong to two columns, or to two rows, belongs to neither.
"""
