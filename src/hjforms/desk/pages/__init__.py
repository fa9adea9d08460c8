"""The pages (网页): HTML for a clerk, which shows and prints without any script."""
