/**
 * A process that is a server: `node service.mjs kaizen|bare fastify|express [options as JSON]`. It tells its
 * parent the address, and what it has used so far whenever it is asked.
 */
const [kind, adapter, options = '{}'] = process.argv.slice(2);

async function serveOurs() {
  const { serveKaizen } = await import('./build.mjs');
  const server = await serveKaizen({ port: 0, adapter, logger: false, ...JSON.parse(options) });
  return server.url;
}

async function serveOther() {
  const { serveBare } = await import('./bare-app.mjs');
  return serveBare(adapter);
}

/** Memory is told after a collection, where the process lets one be asked for. */
function usage() {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, rss, external } = process.memoryUsage();
  return { cpuUs: user + system, heapUsed, rss, external };
}

const url = await (kind === 'kaizen' ? serveOurs() : serveOther());
process.on('message', () => process.send(usage()));
process.on('disconnect', () => process.exit());
process.send(url);
