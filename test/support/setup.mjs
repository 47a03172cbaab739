import 'reflect-metadata';

// A client made in a test is what the test says, whatever the machine's environment. The live suite
// finds its service under other names.
for (const name of ['KAIZEN_API_KEY', 'KAIZEN_BASE_URL', 'KAIZEN_TIMEOUT']) {
  const value = process.env[name];
  if (value !== undefined) process.env[name.replace('KAIZEN_', 'KAIZEN_LIVE_')] = value;
  delete process.env[name];
}
for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
  delete process.env[name];
  delete process.env[name.toLowerCase()];
}
