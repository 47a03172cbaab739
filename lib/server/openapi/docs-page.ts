import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { KaizenDependencyError } from '../../errors/dependency.error.js';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: string | Buffer;
}

/** The files of Swagger UI that the page needs. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Finds the document beside itself, under whatever prefix both are served. */
const START = `window.onload = () => {
  const base = location.pathname.replace(/\\/docs\\/?$/, '');
  window.ui = SwaggerUIBundle({ url: base + '/openapi.json', dom_id: '#swagger-ui' });
};
`;

/** The page that shows the API: Swagger UI, as `@nestjs/swagger` brings it. */
@Injectable()
export class DocsPage {
  private readonly folder: string;

  /** @throws {@link KaizenDependencyError} when `@nestjs/swagger` is not installed. */
  constructor() {
    this.folder = swaggerUiFolder();
  }

  /** The page itself. @param base What its files' addresses begin with, relative to its own. */
  html(base: string): PageFile {
    const content = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kaizen API</title>
<link rel="stylesheet" href="${base}swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${base}swagger-ui-bundle.js"></script>
<script src="${base}start.js"></script>
</body>
</html>
`;
    return { type: HTML, content };
  }

  /** A file that the page needs; `undefined` when it has none of that name. */
  async file(name: string): Promise<PageFile | undefined> {
    if (name === 'start.js') return { type: SCRIPT, content: START };
    const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (type === undefined) return undefined;
    return { type, content: await readFile(path.join(this.folder, name)) };
  }
}

/** Where Swagger UI is, from the point of view of the package that brings it. */
function swaggerUiFolder(): string {
  try {
    const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger/package.json');
    return path.dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json'));
  } catch (cause) {
    throw new KaizenDependencyError('Option "docs"', '@nestjs/swagger', { cause });
  }
}
