"""Shandong (山东省): 鲁人社字〔2024〕84号, in force from 2024-12-15."""
