# The project's three images, from one lock: --target gateway, worker or dashboard.
FROM python:3.11-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/venv/bin:$PATH
RUN groupadd --gid 10001 ifcdiff \
    && useradd --uid 10001 --gid ifcdiff --no-create-home --home-dir /tmp --shell /usr/sbin/nologin ifcdiff \
    # A new named volume takes its owner from here.
    && install -d -o ifcdiff -g ifcdiff /uploads /output /output/diff

FROM base AS builder
ENV UV_PROJECT_ENVIRONMENT=/venv UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /build
COPY uv.lock pyproject.toml ./
RUN pip install --no-cache-dir --root-user-action=ignore "uv==$(python -c 'import tomllib; \
    print(next(p["version"] for p in tomllib.load(open("uv.lock", "rb"))["package"] if p["name"] == "uv"))')"
COPY contract contract
COPY stepfile stepfile
COPY api-gateway/pyproject.toml api-gateway/
COPY ifcdelta ifcdelta
COPY ifcdiff/pyproject.toml ifcdiff/

FROM builder AS gateway-packages
RUN uv sync --frozen --no-cache --no-default-groups --no-editable --package ifcdiff-gateway

FROM builder AS worker-packages
RUN uv sync --frozen --no-cache --no-default-groups --no-editable --package ifcdiff-worker

FROM builder AS dashboard-packages
RUN uv sync --frozen --no-cache --no-editable --only-group dashboard

FROM node:24-slim AS page
WORKDIR /build
COPY api-gateway/gateway/page/package.json api-gateway/gateway/page/package-lock.json api-gateway/gateway/page/.npmrc ./
RUN npm ci
COPY api-gateway/gateway/page ./
RUN npm run build

FROM base AS gateway
COPY --from=gateway-packages /venv /venv
WORKDIR /srv
COPY api-gateway/api-gateway.py ./
COPY api-gateway/gateway/*.py gateway/
COPY api-gateway/gateway/artifacts gateway/artifacts
COPY api-gateway/gateway/http gateway/http
COPY api-gateway/gateway/jobs gateway/jobs
COPY api-gateway/gateway/problems gateway/problems
COPY api-gateway/gateway/routes gateway/routes
COPY api-gateway/gateway/uploads gateway/uploads
COPY --from=page /build/dist gateway/page/dist
USER ifcdiff
EXPOSE 8000
CMD ["python", "api-gateway.py", "--bind", "0.0.0.0", "--port", "8000"]

FROM base AS worker
COPY --from=worker-packages /venv /venv
COPY ifcdiff /srv
WORKDIR /srv
ENV PYTHONPATH=.
# No start pays for compiling: the engine's machine code is in the image.
RUN python -m ifcdelta.native
USER ifcdiff
# An argument is the name of the queue.
ENTRYPOINT ["python", "run_worker.py"]

FROM base AS dashboard
COPY --from=dashboard-packages /venv /venv
COPY dashboard /srv
WORKDIR /srv
USER ifcdiff
EXPOSE 9181
CMD ["python", "dashboard.py", "--json", "--bind", "0.0.0.0", "--port", "9181"]
