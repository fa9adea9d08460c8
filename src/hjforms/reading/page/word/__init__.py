"""What a Word file shows (Word 文件): rows of cells, styles, fields and overlays resolved."""
