import pathlib
import sys

pathlib.Path("state.txt").write_text("3 orders\n")
sys.exit("no connection to the database")
