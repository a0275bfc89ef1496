# nianbao in a container: not as root, what is kept under /data, healthy when it can answer.
#
#   docker build -t nianbao .
#   docker run --rm -v nianbao:/data -v "$PWD/samples:/reports:ro" nianbao index /reports
#   docker run -d -p 127.0.0.1:8080:8080 -v nianbao:/data nianbao
#
# docs/operate.md says the rest. With LOCK=requirements-mcp.lock, requirements-ocr.lock or requirements-charts.lock an
# extra is in it too; charts need a font besides: DEBIAN=fonts-wqy-microhei. With DEBIAN=libreoffice-writer-nogui DOC,
# RTF and WPS files are read.

FROM python:3.13-slim AS made
ARG LOCK=requirements.lock
WORKDIR /made
RUN python -m venv /opt/nianbao
COPY ${LOCK} locked.txt
RUN /opt/nianbao/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement locked.txt
COPY pyproject.toml LICENSE NOTICE ./
COPY bot bot
COPY index index
COPY loaders loaders
RUN /opt/nianbao/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim
ARG DEBIAN=
RUN if [ -n "$DEBIAN" ]; then \
        apt-get update && apt-get install -y --no-install-recommends $DEBIAN && rm -rf /var/lib/apt/lists/*; \
    fi \
    && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin nianbao \
    && install -d -o nianbao -g nianbao -m 0700 /data
COPY --from=made /opt/nianbao /opt/nianbao
ENV PATH=/opt/nianbao/bin:$PATH PYTHONUNBUFFERED=1 \
    NIANBAO_DB=/data/nianbao.db NIANBAO_FETCH_LIBRARY=/data/library NIANBAO_WEB_HOST=0.0.0.0 NIANBAO_MCP_HOST=0.0.0.0
USER nianbao
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8080/readyz', timeout=4)"]
ENTRYPOINT ["nianbao"]
CMD ["serve", "--port", "8080"]
