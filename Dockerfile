# WhoKnows in a container; docs/containers.md says how. Two stages: what builds stays behind.
FROM python:3.11.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/whoknows
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY graph graph
COPY ingest ingest
COPY models models
COPY api api
COPY ui ui
COPY whoknows whoknows
RUN /opt/whoknows/bin/pip install -c constraints.txt . \
 && /opt/whoknows/bin/python -m compileall -q /opt/whoknows/lib

FROM python:3.11.11-slim-bookworm
# Debian's newest git, for sources that are a checkout.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*'
RUN groupadd --gid 10001 whoknows \
 && useradd --uid 10001 --gid whoknows --no-create-home --home-dir /data --shell /usr/sbin/nologin whoknows \
 && install -d -o whoknows -g whoknows -m 0700 /data
COPY --from=build /opt/whoknows /opt/whoknows
ENV PATH=/opt/whoknows/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WHOKNOWS_SETTINGS=/etc/whoknows/whoknows.toml
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["whoknows", "serve", "--no-worker"]
