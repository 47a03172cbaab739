import { pino } from 'pino';
import { writeLines } from './write-lines.js';

await writeLines(pino.destination({ fd: process.stdout.fd, sync: true }));
