"""Pages that other offices drew (另行排版的表): texts of fields by labels and geometry."""
