"""Templates (模板): the Word file that a person draws, and the fillable PDF that is compiled from it."""
