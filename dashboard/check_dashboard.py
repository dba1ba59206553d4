"""The container's health check: exit status 0 while rq-dashboard answers, be it by asking for a password."""

import http.client
import sys

if __name__ == "__main__":
    connection = http.client.HTTPConnection("127.0.0.1", 9181, timeout=3)
    connection.request("GET", "/")
    status = connection.getresponse().status
    if status not in {200, 401}:
        sys.exit(f"rq-dashboard answers {status}")
