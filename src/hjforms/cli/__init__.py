"""The command ``hjforms`` (命令行). Results go to standard output, messages to standard error.

Exit codes: 0 well; 1 findings of severity error; 2 the input; 3 the document; 4 no rule in force; 5 a
template; 6 a missing program.
"""

from hjforms.cli.imports import unwatched, without_plugins

without_plugins()
with unwatched():
    from hjforms.cli.entrance import main

__all__ = ["main"]
