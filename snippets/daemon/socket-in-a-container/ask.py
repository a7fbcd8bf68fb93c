import http.client
import json
import socket
import sys

engine = http.client.HTTPConnection("engine")
engine.sock = socket.socket(socket.AF_UNIX)
engine.sock.connect("/var/run/docker.sock")
engine.request(*sys.argv[1:3])
answer = engine.getresponse()
print(answer.status, answer.reason)
if text := answer.read():
    print("its variables:", json.loads(text)["Config"]["Env"][0])
