# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY scripts/build.mjs scripts/build.mjs
COPY scripts/build scripts/build
COPY src src
RUN node scripts/build.mjs

# What runs: the bundle, and the one native module that can't be in it. The keychain is of no use here.
FROM node:24-bookworm-slim
RUN groupadd --gid 10001 spendesk-hr \
  && useradd --uid 10001 --gid 10001 --home-dir /var/lib/spendesk-hr --shell /usr/sbin/nologin spendesk-hr \
  && install -d -m 700 -o 10001 -g 10001 /var/lib/spendesk-hr
WORKDIR /app
COPY package.json LICENSE ./
COPY bin bin
COPY --from=build /app/dist dist
COPY --from=build /app/node_modules/better-sqlite3/package.json node_modules/better-sqlite3/package.json
COPY --from=build /app/node_modules/better-sqlite3/lib node_modules/better-sqlite3/lib
COPY --from=build /app/node_modules/better-sqlite3/prebuilds/linux-x64.node node_modules/better-sqlite3/prebuilds/linux-x64.node
COPY --from=build /app/node_modules/better-sqlite3/prebuilds/linux-arm64.node node_modules/better-sqlite3/prebuilds/linux-arm64.node

ENV NODE_ENV=production \
  SPENDESK_HR_STATE_DIR=/var/lib/spendesk-hr
# The only folder that is written to besides /tmp: the root may be read-only (docker run --read-only --tmpfs /tmp).
VOLUME /var/lib/spendesk-hr
WORKDIR /var/lib/spendesk-hr
USER 10001:10001
ENTRYPOINT ["node", "/app/bin/spendesk-hr.js"]
CMD ["--help"]
