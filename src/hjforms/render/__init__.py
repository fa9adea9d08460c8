"""Rendering (输出): a record onto its template, as DOCX and as PDF. Both print the same texts."""
