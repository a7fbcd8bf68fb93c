"""The lab: a real Docker Engine in the reader's browser, built from packages of Debian and npm.

`python -m lab build` makes `.cache/lab/dist/`: a small 32-bit machine with Docker's own engine, caught in memory right
after its start, and v86, the program that runs it in a browser. README.md beside this file says how it all fits.
"""
