"""Pages of our templates (本工具的版面): untouched, saved again, filled in."""
