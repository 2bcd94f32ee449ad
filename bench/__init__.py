"""What the product promises, measured against the same work done by the fastest known means and doing nothing else.

One script a promise, each with a `measure()`; `make bench` runs them all. None is a timed test.
"""
