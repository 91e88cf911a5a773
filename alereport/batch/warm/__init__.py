"""Warm kernels."""
