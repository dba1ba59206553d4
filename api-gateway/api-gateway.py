"""The gateway's process: `python api-gateway.py --bind 127.0.0.1 --port 8000` serves `app`."""

from gateway.app import create_app
from gateway.serve import serve
from gateway.settings import read_settings

app = create_app(read_settings())

if __name__ == "__main__":
    serve(app, __doc__)
