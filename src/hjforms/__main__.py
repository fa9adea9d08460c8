"""``python -m hjforms`` (命令行) is the command ``hjforms``."""

from hjforms.cli import main

if __name__ == "__main__":
    main(prog_name="hjforms")
