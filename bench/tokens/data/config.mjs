import { builtinRules } from 'eslint/use-at-your-own-risk';

import { directDependencies } from './manifests.mjs';
import { nestGenerators } from './nest-generators.mjs';
import { firstRows, readJson } from './sources.mjs';

/** Deep trees of small objects: settings, JSON Schemas and the tool definitions made of them. */
export const config = {
  family: 'config and tool definitions',
  sets: [
    {
      name: 'package manifests',
      source: "package.json of this project's direct dependencies",
      load: () => firstRows(directDependencies()),
    },
    {
      name: 'settings schema (JSON Schema)',
      source: 'typedoc typedoc-config.schema.json',
      load: () => readJson('typedoc/typedoc-config.schema.json'),
    },
    {
      name: 'feature support tree',
      source: '@mdn/browser-compat-data manifests',
      load: () => readJson('@mdn/browser-compat-data/data.json').manifests,
    },
    {
      name: 'tool definitions: Nest generators',
      source: '@nestjs/schematics schema.json files',
      load: nestGenerators,
    },
    {
      name: 'lint rules with option schemas',
      source: 'eslint rule metadata',
      load: lintRules,
    },
  ],
};

/** The rules as a linter's catalogue lists them; what a rule does not have is absent. */
function lintRules() {
  const rules = [...builtinRules].map(([name, { meta }]) => ({
    name,
    type: meta.type,
    docs: meta.docs,
    fixable: meta.fixable,
    schema: meta.schema,
  }));
  return firstRows(rules);
}
