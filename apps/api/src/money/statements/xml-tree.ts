import sax from 'sax';
import type { Element, StatementFault } from '#libs/money';

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Open[];
}

/** No statement is deeper; what is, wants to be a burden. */
const DEEPEST = 40;
/** Only the five entities of XML itself; the types of the package do not know this option. */
const options: sax.SAXOptions & { readonly strictEntities: true } = { strictEntities: true };

class NotTaken extends Error {
  constructor(readonly fault: StatementFault) {
    super(fault.code);
  }
}

/**
 * Reads XML strictly into plain data, with local names. A document type is refused where it begins, so no entity is ever declared; of
 * entities only the five of XML itself are known (sax, strict). Says the row at which a file stops being XML.
 */
export function xmlTree(text: string): Element | StatementFault {
  const parser = sax.parser(true, options);
  const root: Open = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const refuse = (): never => {
    throw new NotTaken({ code: 'not-well-formed', row: parser.line + 1 });
  };
  parser.onerror = refuse;
  parser.ondoctype = () => {
    throw new NotTaken({ code: 'has-dtd' });
  };
  parser.onopentag = ({ name, attributes }) => {
    if (open.length > DEEPEST) refuse();
    const element: Open = {
      name: local(name),
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [local(key), String(value)])),
      text: '',
      children: [],
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  };
  parser.ontext = parser.oncdata = (part) => {
    open.at(-1)!.text += part;
  };
  parser.onclosetag = () => {
    open.pop();
  };
  try {
    parser.write(text).close();
    return root.children[0] ?? { code: 'not-a-statement' };
  } catch (error) {
    if (error instanceof NotTaken) return error.fault;
    throw error;
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
