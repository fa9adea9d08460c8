"""Calculations (计算): one module per command, each with its case record and a ``CALCULATION``."""
