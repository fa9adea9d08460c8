"""Readings (读取结果): forms told apart, pages joined, notations read, changes and doubts told."""
