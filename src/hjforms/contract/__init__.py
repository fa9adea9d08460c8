"""What holds of every form (表的约定), as tests that any pack can run on its own forms.

A file of tests in the project of a pack is enough, or no file at all (``pytest --hjforms-pack hebei``)::

    from hjforms.contract import FormContract

    class TestForms(FormContract):
        pack = "hebei"

Records are made from the kinds of their fields, so that a form is tested without an example. pytest and hypothesis have
to be installed.
"""

from hjforms.contract.forms import FormContract

__all__ = ["FormContract"]
