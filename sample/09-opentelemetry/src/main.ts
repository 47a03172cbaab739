import { ConsoleMetricExporter } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
import { tell } from './tell.js';

const received = await tell({
  spans: new ConsoleSpanExporter(),
  metrics: new ConsoleMetricExporter(),
});
process.stdout.write(`The service received:\n  ${received.join('\n  ')}\n`);
