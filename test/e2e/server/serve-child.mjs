// A server in a process of its own. Arguments: the address of the compiled entry, options as JSON.
const [entry, options] = process.argv.slice(2);
const { serveKaizen } = await import(entry);
const server = await serveKaizen(JSON.parse(options));
process.stdout.write(`${server.url}\n`);
