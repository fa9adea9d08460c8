"""Scans and photos (扫描件与照片): pictures of pages become texts of fields."""
