"""Fuzzing (变异测试): real files with faults put into them; reading must end, honestly."""
