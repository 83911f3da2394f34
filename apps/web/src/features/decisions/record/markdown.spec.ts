import { expect, test } from 'vitest';
import { fileNameOf, markdownOf } from './markdown.ts';

test('a record is a Markdown document, and words of people stay words', () => {
  const text = markdownOf({
    title: '# A *kettle* <b>',
    facts: [['Number', '12, Riverside']],
    sections: [
      { title: 'The text', pieces: [{ kind: 'written', markdown: 'It **leaks**.\n', html: '' }] },
      {
        title: 'Who',
        pieces: [
          { kind: 'table', head: ['Name', 'Reason'], rows: [['Ben | "B"', 'two\nlines']] },
          { kind: 'list', items: ['1. first', 'second'] },
          { kind: 'words', text: 'Passed [here](x).' },
        ],
      },
    ],
  });
  expect(text).toBe(
    '# \\# A \\*kettle\\* \\<b\\>\n\n- Number: 12, Riverside\n\n## The text\n\nIt **leaks**.\n\n## Who\n\n| Name | Reason |\n| --- | --- |\n| Ben \\| "B" | two lines |\n\n- \\1. first\n- second\n\nPassed \\[here\\](x).\n',
  );
});

test('what changed stands line by line, in a fence that no text can end', () => {
  const text = markdownOf({
    title: 'A kettle',
    facts: [],
    sections: [{ title: 'Before', pieces: [{ kind: 'changed', before: 'One\nTwo', after: 'One\n```\nThree' }] }],
  });
  expect(text).toContain('````diff\n  One\n- Two\n+ ```\n+ Three\n````\n');
});

test.each([
  [12, 'A new kettle?', '12-a-new-kettle.md'],
  [3, 'Jänner: „Fest“', '3-janner-fest.md'],
  [4, '会议', '4.md'],
] as const)('the file of no. %i, %s, is %s', (number, title, name) => expect(fileNameOf(number, title)).toBe(name));
