"""Safe copies of everything, and their verified return."""
