"""Families (同类表): forms that differ from place to place in name, law and columns, and in nothing else.

A module holds what all forms of a family have in common: the parts of their records, and their rules for the
columns that a form names. A form of a pack adds its own columns, labels and articles.
"""
