import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Archive } from './archive.service.js';
import { loadCars } from './cars.js';
import type { Terminal } from './terminal.js';

/** Writes a large table to a file that is gone afterwards, and shows how far it is. */
export async function showArchive(
  archive: Archive,
  terminal: Terminal,
  copies: number,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaizen-archive-'));
  try {
    const file = path.join(folder, 'cars.ktof.gz');
    const cars = loadCars();
    const rows = Array.from({ length: copies }, (_, copy) => cars.map((car) => ({ copy, ...car })));
    const stats = await archive.write(rows.flat(), file, (written, all) =>
      terminal.progress(written / all),
    );
    const { size } = await stat(file);
    const amounts = [stats?.originalBytes ?? 0, stats?.compressedBytes ?? 0, size].map(megabytes);
    terminal.line(
      `${copies * cars.length} rows: ${amounts[0]} of JSON, ${amounts[1]} of KTOF, ${amounts[2]} in the file`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
