"""A small site with a lab that has no machine: what the panel fetches, in small, and examples that it opens."""
