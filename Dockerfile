# The Kaizen API as a server; docs/deployment.md says how to run it.
#   docker build -t nestjs-kaizen .

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY lib lib
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/production-manifest.mjs scripts/
RUN node scripts/production-manifest.mjs
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
ENV KAIZEN_SERVER_HOST=0.0.0.0
ENV KAIZEN_SERVER_PORT=8080
WORKDIR /app
COPY --from=dependencies /app/package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KAIZEN_SERVER_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node gets the signals itself: there is neither npm nor a shell between.
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["serve"]
