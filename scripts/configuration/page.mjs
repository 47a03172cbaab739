import { format, resolveConfig } from 'prettier';
import { readInterfaces, readVariables } from './read-interfaces.mjs';
import { SECTIONS } from './sections.mjs';

const HEAD = `# Configuration

Every option may be left out, but for the \`model\` of a vendor; where no default is told, there is none. Times are in milliseconds and sizes in bytes unless a name says otherwise. An option that is unknown, of the wrong type or out of range is refused at boot by a \`KaizenOptionsError\` that names it.

This page is written by \`npm run docs:configuration\` from the types and their comments.
`;

/** The whole of docs/configuration.md, formatted. */
export async function configurationPage() {
  const text = [HEAD, ...SECTIONS.map(sectionOf)].join('\n');
  const style = await resolveConfig('docs/configuration.md');
  return format(text, { ...style, parser: 'markdown' });
}

function sectionOf({ title, intro, groups, variables = [] }) {
  const tables = groups.map(([name, file, from]) => groupOf(name, optionsOf(file, from)));
  return [`## ${title}`, intro, ...tables, ...environmentOf(variables), ''].join('\n\n');
}

function optionsOf(file, name) {
  const options = readInterfaces(file).get(name);
  if (!options?.length) throw new Error(`${file} has no interface ${name} with options.`);
  const silent = options.filter(({ meaning, byDefault }) => meaning + byDefault === '');
  if (silent.length === 0) return options;
  throw new Error(`${file}: ${silent.map((option) => option.name).join(', ')} has no comment.`);
}

function groupOf(name, options) {
  const rows = options.map(({ name: option, type, byDefault, meaning }) =>
    row([`\`${option}\``, code(type), byDefault, meaning]),
  );
  return [
    `### ${name}`,
    '',
    row(['option', 'type', 'default', 'meaning']),
    row(Array(4).fill('-')),
    ...rows,
  ].join('\n');
}

function environmentOf(files) {
  if (files.length === 0) return [];
  const rows = files
    .flatMap(readVariables)
    .map(({ variable, option, unit = '' }) => row([`\`${variable}\``, `\`${option}\``, unit]));
  return [
    [
      '### The environment',
      '',
      row(['variable', 'option', 'unit']),
      row(Array(3).fill('-')),
      ...rows,
    ].join('\n'),
  ];
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function code(type) {
  return `\`${type.replaceAll('|', '\\|')}\``;
}
