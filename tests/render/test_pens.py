"""Pens: figures are drawn together, but for those that do not fit in one line of their slot."""

from __future__ import annotations

import pytest

from hjforms.api import forms


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_a_figure_that_does_not_fit_leaves_the_others_of_its_group_together(form):
    renderer = form.pdf_renderer
    for group in renderer.last.figures:
        texts = [""] * len(renderer.pens)
        for index in group.indexes:
            texts[index] = "1"
        first = group.indexes[0]
        one_wide = [*texts[:first], "1" * 70, *texts[first + 1 :]]
        one_blank = [*texts[:first], "", *texts[first + 1 :]]
        assert group.draw(texts)[1] == []
        assert group.draw(one_wide) == (group.draw(one_blank)[0], [first])
