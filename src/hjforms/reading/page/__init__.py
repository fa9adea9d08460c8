"""What a page shows (页面): texts with their places, rules, boxes, ink, from PDF and Word."""
