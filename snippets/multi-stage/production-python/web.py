import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Hello from Python\n")


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
with HTTPServer(("", 8000), Handler) as server:
    print("ready")
    server.serve_forever()
