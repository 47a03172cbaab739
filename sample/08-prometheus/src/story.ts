import { startScriptedService } from 'nestjs-kaizen/testing';

/** A service on a bad day: it fails now and then, and between the first rounds all the time. */
export function startService(): ReturnType<typeof startScriptedService> {
  return startScriptedService({
    promptsEncode: [{}, {}, { status: 503 }, {}, { status: 429 }, {}, { status: 500, times: 12 }],
  });
}
