# The server with its embedded store, or on the Neo4j that NEO4J_URI names.
# A line of Node that is maintained; the oldest on which it runs, 20, no longer is.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run prepare && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/schema ./schema
# A new volume takes its owner from here.
RUN mkdir /data && chown node:node /data
USER node
# There is no authentication yet: whoever starts it adds THROUGHLINE_INSECURE=1, and publishes the port to this machine
# alone, as compose.yaml does. Without that it says so and ends.
ENV NODE_ENV=production HOST=0.0.0.0 THROUGHLINE_DATA=/data
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
