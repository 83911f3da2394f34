import { TextPreviewDocument } from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';

/** What somebody is writing as HTML, made by the server as the page will be. Throws where the server refuses. */
export async function previewText(text: string): Promise<string> {
  return (await readOnce(TextPreviewDocument, { text })).textPreview;
}
