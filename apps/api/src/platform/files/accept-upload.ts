import { BadInput } from '../graphql/errors.ts';
import { say } from '../words/words.ts';
import { pictures } from './pictures.ts';

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** A file as it is kept: its real type, images re-encoded without the camera's and the place's data. */
export interface AcceptedFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
}

const images = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/webp', 'webp'],
] as const);
const texts: Record<string, string> = { txt: 'text/plain', csv: 'text/csv' };

/** Decides by the content, never by the name, what an upload is. Throws BAD_USER_INPUT in words for what cannot be taken. */
export async function acceptUpload(name: string, bytes: Uint8Array): Promise<AcceptedFile> {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes);
  const image = found && images.get(found.mime as 'image/png');
  if (image) return reencoded(name, bytes, image);
  if (found?.mime === 'application/pdf') return { bytes, type: found.mime, name, width: null, height: null };
  if (found?.mime === 'image/heic' || found?.mime === 'image/heif')
    throw new BadInput(
      'file',
      'This photo is in the HEIC form, which we cannot read. Send it as JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible.',
    );
  if (found)
    throw new BadInput(
      'file',
      say`This is a file of the type ${found.ext}. We take PNG, JPEG and WebP pictures, PDF, plain text and CSV.`,
    );
  return plain(name, bytes);
}

function plain(name: string, bytes: Uint8Array): AcceptedFile {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const type = texts[ending];
  if (!type)
    throw new BadInput(
      'file',
      say`"${name}" is named like a picture or document but its content is none. We take PNG, JPEG and WebP pictures, PDF, plain text and CSV.`,
    );
  if (bytes.includes(0)) throw new BadInput('file', say`"${name}" is not plain text.`);
  return { bytes, type, name, width: null, height: null };
}

async function reencoded(name: string, bytes: Uint8Array, format: 'png' | 'jpeg' | 'webp'): Promise<AcceptedFile> {
  const sharp = await pictures();
  try {
    const picture = sharp(bytes, { limitInputPixels: 40_000_000, failOn: 'error' })
      .rotate()
      .resize({ width: 2400, height: 2400, fit: 'inside', withoutEnlargement: true });
    const { data, info } = await (
      format === 'png'
        ? picture.png()
        : format === 'jpeg'
          ? picture.jpeg({ quality: 82 })
          : picture.webp({ quality: 82 })
    ).toBuffer({ resolveWithObject: true });
    return { bytes: data, type: `image/${format}`, name, width: info.width, height: info.height };
  } catch (error) {
    const tooLarge = error instanceof Error && /pixel limit/i.test(error.message);
    throw new BadInput(
      'file',
      tooLarge
        ? 'This picture has more than 40 million pixels. Send a smaller one.'
        : 'This picture is broken and cannot be read. Take it again or send another form of it.',
    );
  }
}
