"""What tests of the lab in a browser share.

A small site whose lab has no machine, the panel as a test works it, and what measures or opens the built lab.
"""
