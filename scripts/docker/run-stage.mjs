import { cp, mkdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../support/run.mjs';
import { variables } from './dockerfile.mjs';

/** Where every stage works. */
const WORKDIR = '/app';

/**
 * Does in a folder what a stage does in its image: `COPY` and `RUN`, in their order.
 *
 * @param {import('./dockerfile.mjs').Stage} stage
 * @param {(stage: string) => string} folderOf the folder of a stage; it stands for {@link WORKDIR}.
 */
export async function runStage(stage, folderOf) {
  const cwd = folderOf(stage.name);
  await mkdir(cwd, { recursive: true });
  const env = variables(stage);
  for (const { name, rest } of stage.instructions) {
    if (name === 'COPY') await copy(rest, cwd, folderOf);
    if (name === 'RUN') await run('sh', ['-c', rest], { cwd, env });
    if (name === 'WORKDIR' && rest !== WORKDIR) throw new Error(`WORKDIR is not ${WORKDIR}`);
  }
}

async function copy(rest, cwd, folderOf) {
  const [, from] = /^--from=(\S+) /.exec(rest) ?? [];
  const names = rest.replace(/^--from=\S+ /, '').split(/\s+/);
  const target = names.pop();
  for (const name of names) {
    const source = from
      ? path.join(folderOf(from), path.relative(WORKDIR, name))
      : fromContext(name);
    const into = target.endsWith('/') ? path.join(target, path.basename(name)) : target;
    await cp(source, path.join(cwd, into), { recursive: true });
  }
}

/** A file of the project, if `.dockerignore` lets the builder see it. */
function fromContext(name) {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  if (!lines.includes('*') || !lines.includes(`!${name}`)) {
    throw new Error(`.dockerignore hides ${name}, which the Dockerfile copies`);
  }
  return name;
}
