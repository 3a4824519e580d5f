# docker build -t muxi .
# The image holds the program and the roots of trust, and no key, no formation, no state: those are mounted
# (compose.yaml shows how).

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --locked --release && install -D -m 0755 target/release/muxi /out/muxi

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/muxi /usr/local/bin/muxi
# Whoever it runs as may keep state: a mounted key is readable to its owner only, so the owner's id is taken.
RUN install -d -m 1777 /state
VOLUME /state
USER 1000:1000
WORKDIR /formation
# The port that is published comes in over the bridge, so loopback alone would not do. Beyond loopback muxi serves
# only named peers without TLS: here the host, which is the gateway of Docker's default bridge. Publish the port on
# the host's loopback (-p 127.0.0.1:8271:8271); for more, put TLS in front or give --tls-cert and --tls-key.
ENV MUXI_LISTEN=0.0.0.0:8271 MUXI_STATE_DIR=/state
EXPOSE 8271
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8271 && printf 'GET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200 ' <&3"]
ENTRYPOINT ["muxi"]
CMD ["serve", "/formation", "--behind-proxy", "172.17.0.1"]
