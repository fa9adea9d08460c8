"""Benchmarks (基准): hjforms and its peers with the same records on one core, every output checked."""
