"""The law (政策): pure functions that compute what an article defines, one module per legal notion."""
