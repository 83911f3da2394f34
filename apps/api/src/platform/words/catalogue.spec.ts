import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { german } from './de/index.ts';

const root = join(import.meta.dirname, '../..');

/** What refuses in words, and which of its arguments are the words. */
const refusals: Readonly<Record<string, number>> = {
  BadInput: 1,
  Conflict: 0,
  Forbidden: 0,
  NotFound: 0,
  FetchRefused: 0,
  EffectRefused: 1,
  DoorRefused: 1,
  Refusal: 1,
};

/** Every sentence that the server says to people: what `say` is put before, what a refusal is given, and what a field is called. */
function sentencesOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const literal = (node: ts.Node | undefined): void => {
    if (!node) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) found.push(`${file}: put say before ${node.getText()}`);
    if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(literal);
    if (ts.isParenthesizedExpression(node)) literal(node.expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') found.push(keyOf(node.template));
    if (ts.isNewExpression(node)) literal(node.arguments?.[refusals[node.expression.getText()] ?? -1]);
    if (ts.isCallExpression(node) && node.expression.getText() === 'super' && /Refusal|Fault/.test(classOf(node)))
      node.arguments.forEach((one) => ts.isStringLiteralLike(one) && one.text.includes(' ') && literal(one));
    if (ts.isCallExpression(node) && node.expression.getText() === 'term') literal(node.arguments[0]);
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'what' &&
      /^['`"][A-Z]/.test(node.initializer.getText())
    )
      literal(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function classOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at; at = at.parent)
    if (ts.isClassDeclaration(at)) return at.heritageClauses?.map((clause) => clause.getText()).join() ?? '';
  return '';
}

function keyOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce((key, { literal }, at) => `${key}{${at}}${literal.text}`, template.head.text);
}

test('every sentence of the server is there in German, and no other is', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|^migrations|^demo|words\/de/.test(file))
    .map((file) => join(root, file));
  const said = new Set(files.flatMap(sentencesOf));
  expect(said.size).toBeGreaterThan(200);
  expect([...said].filter((sentence) => german[sentence] === undefined)).toEqual([]);
  expect(Object.keys(german).filter((sentence) => !said.has(sentence))).toEqual([]);
}, 60_000);
