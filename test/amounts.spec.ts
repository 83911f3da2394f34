import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

// An amount is a bigint of minor units. TypeScript refuses to mix it with a number; what is left to forbid is turning it into one, or never
// having had one. Looked at with the types of the compiler, in the core of money and in what the server does with it.
const root = join(import.meta.dirname, '..');
const watched = ['libs/money/src/', 'apps/api/src/money/'];

const isAmountName = (name: string): boolean =>
  /^(minor|amount|total|planned|spent|left|balance|available|held|unpaid|paid|fee|share)$|(Minor|Amount|_minor)$/.test(
    name,
  );

const numbers = new Set(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat']);
const arithmetic = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
]);

function nameOf(node: ts.Node): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return nameOf(node.argumentExpression);
  if (ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return nameOf(node.expression);
  return ts.isIdentifier(node) || ts.isStringLiteral(node) ? node.text : '';
}

function faultsOf(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const has = (node: ts.Node, flags: ts.TypeFlags): boolean => {
    const type = checker.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).some((one) => (one.flags & flags) !== 0);
  };
  const isNumber = (node: ts.Node): boolean => has(node, ts.TypeFlags.NumberLike);
  /** An amount: a bigint, or a text or number that goes by the name of one. */
  const isAmount = (node: ts.Node): boolean => has(node, ts.TypeFlags.BigIntLike) || isAmountName(nameOf(node));
  const faultOf = (node: ts.Node): string | null => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const called = node.expression.getText();
      return first && (numbers.has(called) || called.startsWith('Math.')) && isAmount(first)
        ? 'an amount becomes a number'
        : null;
    }
    if (ts.isPrefixUnaryExpression(node))
      return node.operator === ts.SyntaxKind.PlusToken && isAmount(node.operand) ? 'an amount becomes a number' : null;
    if (ts.isBinaryExpression(node) && arithmetic.has(node.operatorToken.kind))
      return [node.left, node.right].some((side) => isNumber(side) && isAmountName(nameOf(side)))
        ? 'numbers are reckoned with as amounts'
        : null;
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node);
    if (isDeclaration && ts.isIdentifier(node.name) && isAmountName(node.name.text))
      return isNumber(node.name) ? 'an amount is kept as a number' : null;
    return null;
  };
  const found: string[] = [];
  for (const source of program.getSourceFiles()) {
    const file = source.fileName.slice(root.length + 1);
    if (!watched.some((folder) => file.startsWith(folder)) || file.endsWith('.spec.ts')) continue;
    const visit = (node: ts.Node): void => {
      const fault = faultOf(node);
      if (fault) found.push(`${file}: ${fault}: ${node.getText(source).split('\n')[0]}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const planted = join(root, 'libs/money/src/planted.ts');
const badCode = `
export const one = (minor: bigint): number => Number(minor) / 100;
export const two = (row: { spent: string }): number => parseFloat(row.spent);
export const three = (row: { planned: string }): number => +row.planned * 2;
export interface Four { readonly total: number }
export const five = (four: Four): number => four.total * 1.19;
export const six = (shares: readonly bigint[]): number => Math.round(Number(shares[0]));
export const fine = (count: number, minor: bigint): string => String(minor * BigInt(count + 1));
`;

/** The sources of money with one file more, which does everything that is forbidden. */
function programWithPlanted(): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === planted ? ts.createSourceFile(name, badCode, ts.ScriptTarget.ESNext, true) : read(name, ...rest);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === planted || fileExists(name);
  // Packages hold no amounts of ours: reading their types would take the most time by far.
  host.resolveModuleNameLiterals = (literals, from, redirected, given) =>
    literals.map(({ text }) => {
      const found = ts.resolveModuleName(text, from, given, host, undefined, redirected);
      return found.resolvedModule?.isExternalLibraryImport ? { resolvedModule: undefined } : found;
    });
  const files = watched.flatMap((folder) => ts.sys.readDirectory(join(root, folder), ['.ts']));
  return ts.createProgram(
    [...files.filter((name) => !name.endsWith('.spec.ts')), planted],
    { ...options, types: [], noEmit: true },
    host,
  );
}

test('no amount is ever a number, and the eyes that say so see each planted one', () => {
  const at = 'libs/money/src/planted.ts: ';
  expect(faultsOf(programWithPlanted())).toEqual([
    `${at}an amount becomes a number: Number(minor)`,
    `${at}an amount becomes a number: parseFloat(row.spent)`,
    `${at}an amount becomes a number: +row.planned`,
    `${at}an amount is kept as a number: readonly total: number`,
    `${at}numbers are reckoned with as amounts: four.total * 1.19`,
    `${at}an amount becomes a number: Number(shares[0])`,
  ]);
}, 60_000);
