import { describe, expect, test } from 'vitest';
import type { CsvMap, ReadStatements, Statement, StatementFault } from '#libs/money';
import { MOST_BYTES, readStatementFile } from './statement-files.ts';
import { wordsOfFault } from './statement-words.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const only = (read: ReadStatements): Statement => {
  if (!read.ok) throw new Error(String(wordsOfFault(read.fault)));
  return read.statements[0]!;
};
const faultOf = (text: string, map?: CsvMap): StatementFault | null => {
  const read = readStatementFile(bytes(text), map);
  return read.ok ? null : read.fault;
};

const balance = (code: string, amount: string, currency = 'EUR'): string =>
  `<n:Bal><n:Tp><n:CdOrPrtry><n:Cd>${code}</n:Cd></n:CdOrPrtry></n:Tp><n:Amt Ccy="${currency}">${amount}</n:Amt><n:CdtDbtInd>CRDT</n:CdtDbtInd><n:Dt><n:Dt>2026-01-31</n:Dt></n:Dt></n:Bal>`;
const entry = (amount: string, direction: string, more = '', status = '<n:Sts><n:Cd>BOOK</n:Cd></n:Sts>'): string =>
  `<n:Ntry><n:Amt Ccy="EUR">${amount}</n:Amt><n:CdtDbtInd>${direction}</n:CdtDbtInd>${status}<n:BookgDt><n:Dt>2026-01-05</n:Dt></n:BookgDt>${more}</n:Ntry>`;
const camt = (content: string, version = '08'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><n:BkToCstmrStmt><n:GrpHdr/><n:Stmt><n:Id>1</n:Id><n:Acct><n:Id><n:IBAN>BE71096123456769</n:IBAN></n:Id><n:Ccy>EUR</n:Ccy></n:Acct>${content}</n:Stmt></n:BkToCstmrStmt></n:Document>`;
const incoming = `<n:AcctSvcrRef>BK1</n:AcctSvcrRef><n:NtryDtls><n:TxDtls><n:Refs><n:EndToEndId>C-7</n:EndToEndId></n:Refs><n:RltdPties><n:Dbtr><n:Pty><n:Nm>Ada &amp; Bob</n:Nm></n:Pty></n:Dbtr></n:RltdPties><n:RmtInf><n:Ustrd>Dues</n:Ustrd><n:Ustrd>2026</n:Ustrd></n:RmtInf></n:TxDtls></n:NtryDtls>`;

describe('CAMT.053', () => {
  test('is read by local names, whatever the prefix and version', () => {
    const text = camt(
      balance('OPBD', '100.00') +
        balance('CLBD', '106.50') +
        entry('10.00', 'CRDT', incoming) +
        entry('3.5', 'DBIT', '', '<n:Sts>BOOK</n:Sts>') +
        entry('99.00', 'CRDT', '', '<n:Sts><n:Cd>PDNG</n:Cd></n:Sts>'),
    );
    const expected = {
      account: 'BE71096123456769',
      currency: 'EUR',
      opening: 10_000n,
      closing: 10_650n,
      lines: [
        { day: '2026-01-05', minor: 1000n, reference: 'C-7', name: 'Ada & Bob', text: 'Dues 2026', bankRef: 'BK1' },
        { day: '2026-01-05', minor: -350n, reference: '', name: '', text: '', bankRef: '' },
      ],
    };
    expect(only(readStatementFile(bytes(text)))).toEqual(expected);
    const older = text
      .replaceAll('<n:', '<')
      .replaceAll('</n:', '</')
      .replace('xmlns:n', 'xmlns')
      .replace('.08"', '.02"');
    expect(only(readStatementFile(bytes(`\ufeff${older}`)))).toEqual(expected);
  });

  test('a batch becomes its transactions where these make up the whole, else it stays one line', () => {
    const part = (amount: string): string =>
      `<n:TxDtls><n:Refs><n:EndToEndId>X-${amount.slice(0, 1)}</n:EndToEndId></n:Refs><n:Amt Ccy="EUR">${amount}</n:Amt></n:TxDtls>`;
    const batch = (amounts: string[]): string =>
      camt(
        entry('9.00', 'DBIT', `<n:AcctSvcrRef>B</n:AcctSvcrRef><n:NtryDtls>${amounts.map(part).join('')}</n:NtryDtls>`),
      );
    const lines = (text: string) =>
      only(readStatementFile(bytes(text))).lines.map(({ minor, reference, bankRef }) => [minor, reference, bankRef]);
    expect(lines(batch(['4.00', '5.00']))).toEqual([
      [-400n, 'X-4', 'B/1'],
      [-500n, 'X-5', 'B/2'],
    ]);
    expect(lines(batch(['4.00', '4.00']))).toEqual([[-900n, 'X-4', 'B']]);
  });

  test.each([
    [
      'opening and lines that do not make the closing',
      camt(balance('OPBD', '1.00') + balance('CLBD', '2.00') + entry('0.99', 'CRDT')),
      'The balance at the beginning and the lines do not make the balance at the end: the difference is €0.01. Export the whole time again.',
    ],
    ['a broken amount', camt(entry('1,00', 'CRDT')), 'In line 1, the amount cannot be read: "1,00".'],
    ['an amount in digits of nobody', camt(entry('1.001', 'CRDT')), 'In line 1, the amount cannot be read: "1.001".'],
    [
      'a direction that is none',
      camt(entry('1', 'XXXX')),
      'In line 1, whether it came in or went out cannot be read: "XXXX".',
    ],
    [
      'a balance in another currency',
      camt(balance('OPBD', '1', 'USD')),
      'The balances are in USD, but the account is kept in EUR.',
    ],
    [
      'an entry in another currency',
      camt(entry('1', 'CRDT').replace('"EUR"', '"USD"')),
      'Line 1 is in USD, but the account is kept in EUR.',
    ],
    [
      'a broken balance',
      camt(balance('CLBD', 'x')),
      'In the head of the statement, the balance at the end cannot be read: "x".',
    ],
    [
      'a day that is none',
      camt(entry('1', 'CRDT').replace('2026-01-05', '2026-02-30')),
      'In line 1, the day cannot be read: "2026-02-30".',
    ],
    ['an unknown currency', camt('').replace('>EUR<', '>EUX<'), 'The file names a currency that is not known: "EUX".'],
    [
      'other XML',
      '<html></html>',
      'This is no statement that can be read: choose a file in the form CAMT.053, OFX or CSV.',
    ],
  ])('refuses %s in words', (_, text, words) => {
    const fault = faultOf(text);
    expect(fault && String(wordsOfFault(fault))).toBe(words);
    expect(fault && wordsOfFault(fault).in('de')).not.toBe(words);
  });

  const lol = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
  test.each([
    ['a document type', `<?xml version="1.0"?>${lol}<Document>&lol2;</Document>`, 'has-dtd'],
    ['one that points outside', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', 'has-dtd'],
    ['an entity of nobody', '<Document>&lol;</Document>', 'not-well-formed'],
    ['an entity of HTML', '<Document>&nbsp;</Document>', 'not-well-formed'],
    ['tags that cross', '<Document><a><b></a></b></Document>', 'not-well-formed'],
    ['an end that is missing', '<Document><a>', 'not-well-formed'],
    ['elements without end', '<a>'.repeat(100_000), 'not-well-formed'],
    ['nothing', '<', 'not-well-formed'],
  ])('refuses %s', (_, text, code) => expect(faultOf(text)?.code).toBe(code));

  test('says the row at which a file stops being XML', () =>
    expect(faultOf('<a>\n\n<b></c></a>')).toEqual({ code: 'not-well-formed', row: 3 }));
});

describe('OFX and CSV', () => {
  const ofx = (amount: string): string =>
    `<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR</CURDEF><CCACCTFROM><ACCTID>9</ACCTID></CCACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260105</DTPOSTED><TRNAMT>${amount}</TRNAMT><FITID>1</FITID><NAME>Caf\u00e9</NAME></STMTTRN></BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>`;
  test('as XML, and as SGML in the code page of its time, are the same', () => {
    const xml = only(readStatementFile(bytes(`<?xml version="1.0"?><?OFX OFXHEADER="200"?>${ofx('-3.50')}`)));
    const sgml = `OFXHEADER:100\nCHARSET:1252\n\n${ofx('-3.50').replace(/<\/(CURDEF|ACCTID|DTPOSTED|TRNAMT|FITID|NAME)>/g, '')}`;
    expect(only(readStatementFile(Buffer.from(sgml, 'latin1')))).toEqual(xml);
    expect(xml.lines[0]).toMatchObject({ minor: -350n, name: 'Café', bankRef: '1' });
  });

  const map: CsvMap = {
    delimiter: ',',
    mark: '.',
    hasHeader: true,
    skip: 1,
    day: 'YMD',
    account: 'bank',
    currency: 'EUR',
    columns: { day: 'Date', amount: 'Amount', text: 'Text' },
  };
  test('CSV is read with quoted marks, quotes and line breaks', () => {
    const text = 'Account 5\r\nDate,Amount,Text\r\n2026-01-05,"1,234.50","say ""hi"",\nthen go"\r\n';
    expect(only(readStatementFile(bytes(text), map)).lines).toEqual([
      { day: '2026-01-05', minor: 123_450n, reference: '', name: '', text: 'say "hi", then go', bankRef: '' },
    ]);
  });

  test.each([
    ['a quote without end', 'x\nDate,Amount,Text\n2026-01-05,1.00,"open\n', map, 'not-well-formed'],
    ['CSV without a map', 'a,b\n', undefined, 'not-a-statement'],
    ['a picture', '\u0089PNG\0\0', map, 'not-a-statement'],
    ['nothing', '', undefined, 'not-a-statement'],
  ])('refuses %s', (_, text, by, code) => expect(faultOf(text, by)?.code).toBe(code));

  test('refuses what is too large', () =>
    expect(readStatementFile(new Uint8Array(MOST_BYTES + 1))).toEqual({
      ok: false,
      fault: { code: 'too-large', most: MOST_BYTES },
    }));
});
