"""Pages that several forms share (同类表), each with the columns, words and measures that a form gives it."""
