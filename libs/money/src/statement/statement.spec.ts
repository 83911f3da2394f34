import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  csvStatements,
  decimalText,
  lineKeys,
  ofxStatements,
  ofxTree,
  openingGap,
  statementAmount,
  suggestedMatches,
  type CsvMap,
  type OpenItem,
  type StatementLine,
} from '../index.ts';

test.each([
  ['12.34', '.', 1234n],
  ['-12.34', '.', -1234n],
  ['12,34-', ',', -1234n],
  ['+1.234,5', ',', 123_450n],
  ['1,234.50', '.', 123_450n],
  ["1'234'567.00", '.', 123_456_700n],
  ['1 234,00', ',', 123_400n],
  ['\u221212.3', '.', -1230n],
  ['12.34000', '.', 1234n],
  ['.5', '.', 50n],
  ['12.345', '.', null],
  ['1,23', '.', null],
  ['1.234.5', ',', null],
  ['12,34,567.00', '.', null],
  ['-12-', '.', null],
  ['1e5', '.', null],
  ['0x10', '.', null],
  ['', '.', null],
  ['NaN', '.', null],
  ['٣', '.', null],
  ['9999999999999999', '.', null],
] as const)('"%s" with the mark %s is %s cents', (written, mark, minor) =>
  expect(statementAmount(written, 'EUR', mark)).toBe(minor),
);

test('an amount is read as it was written, for every number of digits, with either mark', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
      fc.constantFrom('.', ','),
      (minor, currency, mark) => {
        const text = decimalText({ minor, currency }).replace('.', mark);
        expect(statementAmount(text, currency, mark)).toBe(minor);
      },
    ),
  );
});

describe('OFX 1.x', () => {
  const file = (lines: string): string => `OFXHEADER:100
ENCODING:USASCII

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>123<ACCTID>456<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
${lines}
</BANKTRANLIST><LEDGERBAL><BALAMT>100.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

  test('is read without closing tags, with them, and with empty elements in between', () => {
    const read = ofxStatements(
      ofxTree(
        file(`<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105120000[0:GMT]<TRNAMT>+12.50<FITID>F1<NAME>Ada &amp; Bob<MEMO>C-7 thanks</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><MEMO><DTPOSTED>20260106</DTPOSTED><TRNAMT>-3,50</TRNAMT><FITID>F2</FITID></STMTTRN>`),
      )!,
    );
    expect(read).toEqual({
      ok: true,
      statements: [
        {
          account: '123456',
          currency: 'EUR',
          opening: null,
          closing: 10_000n,
          lines: [
            { day: '2026-01-05', minor: 1250n, reference: '', name: 'Ada & Bob', text: 'C-7 thanks', bankRef: 'F1' },
            { day: '2026-01-06', minor: -350n, reference: '', name: '', text: '', bankRef: 'F2' },
          ],
        },
      ],
    });
  });

  test.each([
    [
      '<STMTTRN><DTPOSTED>20260105<TRNAMT>1.5x</STMTTRN>',
      { code: 'broken-field', line: 1, field: 'amount', value: '1.5x' },
    ],
    [
      '<STMTTRN><DTPOSTED>20260231<TRNAMT>1</STMTTRN>',
      { code: 'broken-field', line: 1, field: 'day', value: '20260231' },
    ],
    [
      '<STMTTRN><DTPOSTED>20260105<TRNAMT>1<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY></STMTTRN>',
      { code: 'mixed-currencies', line: 1, currency: 'EUR', other: 'USD' },
    ],
  ])('refuses %s', (line, fault) => expect(ofxStatements(ofxTree(file(line))!)).toEqual({ ok: false, fault }));
});

describe('CSV', () => {
  const map: CsvMap = {
    delimiter: ';',
    mark: ',',
    hasHeader: true,
    skip: 0,
    day: 'DMY',
    account: 'bank',
    currency: 'EUR',
    columns: { day: 'Tag', amount: 'Betrag', balance: 'Saldo', name: 'Name', text: 'Zweck' },
  };
  const header = ['Tag', 'Betrag', 'Saldo', 'Name', 'Zweck'];

  test.each([
    [
      'oldest first',
      [
        ['01.02.2026', '10,00', '110,00', 'Ada', 'C-1'],
        ['02.02.26', '-5,00', '105,00', 'Bob', ''],
      ],
    ],
    [
      'newest first',
      [
        ['02.02.26', '-5,00', '105,00', 'Bob', ''],
        ['01.02.2026', '10,00', '110,00', 'Ada', 'C-1'],
      ],
    ],
    [
      'newest first on one day',
      [
        ['02.02.26', '-5,00', '105,00', 'Bob', ''],
        ['02.02.26', '10,00', '110,00', 'Ada', ''],
      ],
    ],
  ])('%s: what was on the account before and after comes from the column of balances', (_, rows) => {
    const read = csvStatements([header, ...rows], map);
    expect(read.ok && [read.statements[0]!.opening, read.statements[0]!.closing]).toEqual([10_000n, 10_500n]);
  });

  test('a missing row is noticed by its sum', () => {
    const rows = [header, ['01.02.2026', '10,00', '110,00'], ['03.02.2026', '1,00', '107,00']];
    expect(csvStatements(rows, map)).toEqual({
      ok: false,
      fault: { code: 'does-not-add-up', currency: 'EUR', difference: -400n },
    });
  });

  test('two columns for out and in, by their numbers where there is no header', () => {
    const two: CsvMap = {
      ...map,
      hasHeader: false,
      columns: { day: '1', debit: '2', credit: '3' },
    };
    const read = csvStatements(
      [
        ['1.2.2026', '5,00', ''],
        ['1.2.2026', '-6,00', ''],
        ['1.2.2026', '', '7,00'],
      ],
      two,
    );
    expect(read.ok && read.statements[0]!.lines.map(({ minor }) => minor)).toEqual([-500n, -600n, 700n]);
    expect(csvStatements([['1.2.2026', '5,00', '7,00']], two)).toMatchObject({ fault: { field: 'amount', line: 1 } });
  });

  test.each([
    [[['Tag', 'Summe']], map, { code: 'missing-column', column: 'Betrag' }],
    [
      [header, ['30.02.2026', '1,00', '1,00']],
      map,
      { code: 'broken-field', line: 1, field: 'day', value: '30.02.2026' },
    ],
    [[header, ['01.02.2026', '1.00', '1,00']], map, { code: 'broken-field', line: 1, field: 'amount', value: '1.00' }],
    [[header, ['01.02.2026', '1,00', '']], map, { code: 'broken-field', line: 1, field: 'balance', value: '' }],
    [[header], { ...map, currency: 'EUX' }, { code: 'unknown-currency', value: 'EUX' }],
    [[header], { ...map, columns: { day: 'Tag' } }, { code: 'missing-column', column: 'amount' }],
  ])('refuses %j', (rows, by, fault) => expect(csvStatements(rows, by)).toEqual({ ok: false, fault }));
});

const line = (more: Partial<StatementLine>): StatementLine => ({
  day: '2026-01-05',
  minor: 350n,
  reference: '',
  name: '',
  text: '',
  bankRef: '',
  ...more,
});

test('a line is known again by its reference, or by which of equal ones it is; two equal ones on a day are two', () => {
  const first = [line({}), line({}), line({ bankRef: 'B1' }), line({ text: 'other' })];
  const later = [
    line({ text: 'Other  ' }),
    line({ bankRef: 'B1', text: 'said differently' }),
    line({}),
    line({}),
    line({}),
  ];
  const known = new Set(lineKeys(first));
  expect(known.size).toBe(4);
  expect(lineKeys(first).filter((key) => !known.has(key))).toEqual([]);
  expect(lineKeys(later).filter((key) => !known.has(key))).toHaveLength(1);
});

test('importing any parts of a list again, in any order, never makes a line twice nor loses one', () => {
  const some = fc.record({ minor: fc.constantFrom(350n, 700n), bankRef: fc.constantFrom('', 'A', 'B') });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (all) => {
      const lines = all.map(line);
      const known = new Set(lineKeys(lines));
      expect(known.size).toBe(lines.length);
      for (let to = 0; to <= lines.length; to += 1)
        expect(lineKeys(lines.slice(0, to)).every((key) => known.has(key))).toBe(true);
    }),
  );
});

describe('what a line may be', () => {
  const item = (id: string, more: Partial<OpenItem>): OpenItem => ({
    id,
    reference: id,
    minor: 5000n,
    name: 'Ada Lovelace',
    day: '2026-01-05',
    ...more,
  });
  const ids = (of: StatementLine, items: OpenItem[]): string[] =>
    suggestedMatches(of, items).map(({ item: { id }, why }) => `${id} ${why}`);

  test('the printed reference comes before amount and name, these before amount and day', () => {
    const items = [item('C-3', { name: 'Bob' }), item('C-2', {}), item('C-1', { minor: 100n })];
    const of = line({ minor: 5000n, name: 'LOVELACE, ADA', text: 'Beitrag C-1' });
    expect(ids(of, items)).toEqual(['C-1 reference', 'C-2 amount-and-name', 'C-3 amount-and-day']);
  });

  test.each([
    ['X-12', 'X-12', true],
    ['x-12', 'invoice X-12/2026', true],
    ['X-12', 'X-123', false],
    ['X-12', 'AX-12', false],
    ['X-12', 'X12', true],
    ['X-12', 'X 12', true],
    ['X-12', 'X-0012', true],
    ['X-12', 'X-1 2', false],
  ])('%s in "%s": %s', (reference, text, isFound) =>
    expect(suggestedMatches(line({ minor: 5000n, text }), [item('a', { reference })])[0]?.why === 'reference').toBe(
      isFound,
    ),
  );

  test('a reference is enough for a part, but a reference without its mark is not', () => {
    expect(ids(line({ minor: 20n, reference: 'C-1' }), [item('C-1', {})])).toEqual(['C-1 reference']);
    expect(ids(line({ minor: 20n, text: 'C 1' }), [item('C-1', {})])).toEqual([]);
  });

  test('money that came in is no payment, and what is ten days off is not suggested by its amount alone', () => {
    expect(ids(line({ minor: 5000n, text: 'X-1' }), [item('X-1', { minor: -5000n })])).toEqual([]);
    expect(ids(line({ minor: 5000n, day: '2026-01-15' }), [item('C-1', {})])).toEqual(['C-1 amount-and-day']);
    expect(ids(line({ minor: 5000n, day: '2026-01-16' }), [item('C-1', {})])).toEqual([]);
  });

  test('names agree across accents and order, not by a short word', () => {
    const of = line({ minor: 5000n, day: '2026-06-01', name: 'José Núñez Sanz' });
    expect(ids(of, [item('a', { name: 'NUNEZ JOSE' }), item('b', { name: 'Jo' }), item('c', { name: '' })])).toEqual([
      'a amount-and-name',
    ]);
  });
});

test('the difference to the last closing is told, and nothing where one of both is unknown', () => {
  const statement = { account: 'a', currency: 'EUR', opening: 500n, closing: null, lines: [] };
  expect([
    openingGap(statement, 450n),
    openingGap(statement, null),
    openingGap({ ...statement, opening: null }, 1n),
  ]).toEqual([50n, null, null]);
});
