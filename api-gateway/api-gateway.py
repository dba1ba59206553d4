"""What uvicorn serves: `uvicorn api-gateway:app`."""

from gateway.app import create_app
from gateway.settings import read_settings

app = create_app(read_settings())
