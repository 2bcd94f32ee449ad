"""Bytes → cells of text, one module a container; everything here but `guard` runs inside the guarded child process."""
