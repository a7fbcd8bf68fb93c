from pathlib import Path
from time import sleep

print("started")
Path("/started").touch()
sleep(600)
