"""Records (记录): what stands on one form, typed and frozen, and the rules that hold between its fields."""
