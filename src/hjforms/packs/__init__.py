"""Packs (地区包): one folder per jurisdiction, one module per form, each with a ``FORM``."""
