"""The desk (办理台): pages for clerks and an interface for systems, one application on one machine.

It knows nothing that the Python interface does not. ``app`` puts it together from parts; every part exports ``routes``,
and ``menu`` where it has pages.
"""
