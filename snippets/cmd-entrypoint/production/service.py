import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        print("request")
        time.sleep(2)  # It takes its time, to be under way when SIGTERM comes.
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{sys.argv[2]}\n".encode())


with HTTPServer(("", 8000), Handler) as server:
    # shutdown() waits for this thread, which serves, so another one has to call it.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print("ready")
    server.serve_forever()
print("closed")
