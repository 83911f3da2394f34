import { constants, createPrivateKey, generateKeyPair, privateDecrypt, publicEncrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromHex, PAPER_BYTES, toHex } from '#libs/log';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { SealBroken } from '../../platform/secrets/sealing.ts';
import { Secrets } from '../../platform/secrets/secrets.service.ts';

const makePair = promisify(generateKeyPair);
const label = (of: string): { purpose: string; of: string } => ({ purpose: 'ballot-papers', of });

/** The keys that sign ballot papers: one pair a vote, made when it opens; what signs is sealed at rest, and destroyed with the vote's traces. */
@Injectable()
export class PaperKeys {
  constructor(private readonly secrets: Secrets) {}

  /** Makes the pair of a vote that is about to open and returns its modulus, in hexadecimal. */
  async make(tx: EntityManager, proposalId: string): Promise<string> {
    const { privateKey, publicKey } = await makePair('rsa', { modulusLength: PAPER_BYTES.key * 8 });
    const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url');
    const sealed = await this.secrets.seal(tx, label(proposalId), privateKey.export({ format: 'der', type: 'pkcs8' }));
    await rows(tx, 'INSERT INTO paper_key (proposal_id, modulus) VALUES ($1, $2)', [proposalId, modulus]);
    await rows(tx, 'INSERT INTO paper_signer (proposal_id, sealed) VALUES ($1, $2)', [proposalId, sealed]);
    return modulus.toString('hex');
  }

  /** The modulus of a vote, in hexadecimal; null where it has no papers. */
  async of(db: EntityManager, proposalId: string): Promise<string | null> {
    const sql = `SELECT encode(modulus, 'hex') AS modulus FROM paper_key WHERE proposal_id = $1`;
    return (await row<{ modulus: string }>(db, sql, [proposalId]))?.modulus ?? null;
  }

  /** BlindSign of RFC 9474, 4.3: the bare RSA operation. Null where the number is not below the modulus, or the result does not hold. */
  async sign(tx: EntityManager, proposalId: string, blinded: string): Promise<string | null> {
    const kept = await row<{ sealed: Buffer }>(tx, 'SELECT sealed FROM paper_signer WHERE proposal_id = $1', [
      proposalId,
    ]);
    if (!kept) throw new Conflict('This vote gives out no more ballot papers.');
    const key = createPrivateKey({ key: this.opened(proposalId, kept.sealed), format: 'der', type: 'pkcs8' });
    const bare = { key, padding: constants.RSA_NO_PADDING };
    try {
      const signed = privateDecrypt(bare, fromHex(blinded));
      return toHex(publicEncrypt(bare, signed)) === blinded ? toHex(signed) : null;
    } catch {
      return null;
    }
  }

  private opened(proposalId: string, sealed: Buffer): Buffer {
    try {
      return this.secrets.open(label(proposalId), sealed);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new Conflict(
        "This vote can give out no more ballot papers: the server's secret was replaced since it opened. Ask the organisers to withdraw it and to open a new one.",
      );
    }
  }
}
