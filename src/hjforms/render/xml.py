"""Texts in XML (XML 里的文字). The functions of the standard library for it import half a web client."""

from __future__ import annotations


def escape(text: str) -> str:
    """A text between tags.

    >>> escape("甲 & 乙 <丙>")
    '甲 &amp; 乙 &lt;丙&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks.

    >>> quoted('甲 "乙"')
    '"甲 &quot;乙&quot;"'
    """
    return f'"{escape(text).replace(chr(34), "&quot;")}"'
