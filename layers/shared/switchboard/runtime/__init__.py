"""Wires capabilities, vendors and AWS together for the functions."""
