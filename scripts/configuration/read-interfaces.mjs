import path from 'node:path';
import ts from 'typescript';

/**
 * The options of an interface, as its source and its doc comments have them.
 *
 * @typedef {object} OptionEntry
 * @property {string} name
 * @property {string} type As the source writes it, in one line.
 * @property {string} byDefault What the comment says behind "Default"; empty where it says nothing.
 * @property {string} meaning The rest of the comment.
 */

/**
 * Reads interfaces off a file.
 *
 * @param {string} file
 * @returns {Map<string, OptionEntry[]>} by the interface's name; inherited members are not repeated.
 */
export function readInterfaces(file) {
  const text = ts.sys.readFile(file);
  if (text === undefined) throw new Error(`${file} is missing.`);
  const source = ts.createSourceFile(path.basename(file), text, ts.ScriptTarget.Latest, true);
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration);
  return new Map(interfaces.map(({ name, members }) => [name.text, members.map(readMember)]));
}

function readMember(member) {
  const { name, type } = member;
  const [byDefault, meaning] = splitDefault(commentOf(member));
  const written = type?.getText() ?? 'function';
  return { name: name.getText(), type: oneLine(withoutComments(written)), byDefault, meaning };
}

/** The text of a doc comment, without its tags; links as code. */
function commentOf(member) {
  const [comment] = ts.getJSDocCommentsAndTags(member);
  const text = ts.getTextOfJSDocComment(comment?.comment) ?? '';
  return oneLine(text.replace(/\{@link ([^}]+)\}/g, '`$1`'));
}

/** The sentence that begins with "Default", and the others. */
function splitDefault(text) {
  const sentences = text.split(/(?<=[.!])\s+(?=[A-Z`])/);
  const at = sentences.findIndex((sentence) => /^Default\b/.test(sentence));
  if (at === -1) return ['', text];
  const [sentence] = sentences.splice(at, 1);
  return [sentence.replace(/^Default:?\s+/, '').replace(/\.$/, ''), sentences.join(' ')];
}

function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\//g, '');
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * The variables of the environment that set options.
 *
 * @param {string} file A source with a constant `VARIABLES`.
 * @returns {{variable: string, option: string, unit?: string}[]}
 */
export function readVariables(file) {
  const source = ts.createSourceFile(file, ts.sys.readFile(file), ts.ScriptTarget.Latest, true);
  const [table] = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter(({ name }) => name.getText() === 'VARIABLES');
  return table.initializer.properties.map(({ name, initializer }) => {
    const facts = Object.fromEntries(
      initializer.properties
        .filter((property) => property.initializer && ts.isStringLiteral(property.initializer))
        .map((property) => [property.name.getText(), property.initializer.text]),
    );
    return { variable: name.getText(), option: facts.option, unit: facts.unit };
  });
}
