"""One browser and one desk for all tests that look at pages."""

from desk.browser import browser, desk, page

__all__ = ["browser", "desk", "page"]
