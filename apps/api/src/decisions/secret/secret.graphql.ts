import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { BallotChoice, BallotRefused, CastBallotInput, VotingClosed } from '../ballots.graphql.ts';

export const secrecyWords = { NAMED: 'named', SECRET: 'secret', BLIND: 'blind' } as const;
registerEnumType(secrecyWords, {
  name: 'Secrecy',
  description:
    'NAMED: members see who voted what. SECRET: nobody can link voter and ballot through the product. BLIND: nor with the database of this server: papers are signed blindly.',
});

@InputType({ description: 'A ballot with the nonce that the browser drew and the commitment it made of both.' })
export class CastSecretBallotInput extends CastBallotInput {
  @Field(() => String, { description: '16 random bytes, in hexadecimal.' }) nonce: string;
  @Field(() => String, {
    description:
      'SHA-256("ballot/1" ‖ proposal id ‖ rulesHash ‖ canonical JSON of the choice ‖ nonce), in hexadecimal.',
  })
  commitment: string;
}

/** The same for everybody, whatever they chose. */
@ObjectType()
export class SecretBallotRecorded {
  @Field(() => Boolean) readonly recorded: boolean = true;
}

export const CastSecretBallotResult = createUnionType({
  name: 'CastSecretBallotResult',
  types: () => [SecretBallotRecorded, VotingClosed, BallotRefused] as const,
});

@InputType({ description: 'Asks for the ballot paper of a blind vote, once. The same again gets the same answer.' })
export class TakePaperInput {
  @Field(() => ID) proposalId: string;
  @Field(() => String, {
    description: 'A drawn paper, blinded (RFC 9474, RSABSSA-SHA384-PSS-Randomized): 384 bytes in hexadecimal.',
  })
  blinded: string;
}

/** The blinded paper, signed; only the browser that drew it can open it. */
@ObjectType()
export class PaperSigned {
  @Field(() => String, { description: 'In hexadecimal.' }) signed: string;
  constructor(signed: string) {
    this.signed = signed;
  }
}

export const TakePaperResult = createUnionType({
  name: 'TakePaperResult',
  types: () => [PaperSigned, VotingClosed, BallotRefused] as const,
});

@ObjectType()
export class TookPart {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}

/** What is known of a secret vote beside its result. While it is open: a rounded turnout, and nothing else. */
@ObjectType()
export class SecretVote {
  @Field(() => Boolean, { description: 'Whether browsers keep a receipt.' }) receipts: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'The modulus (3072 bits, hexadecimal) that signs the papers of a blind vote.',
  })
  paperKey: string | null;
  @Field(() => Boolean, { description: 'Whether I took part, or have a paper; never what I chose.' })
  iTookPart: boolean;
  @Field(() => Int, { description: 'So many have voted at least: in steps of five, told once an hour.' })
  atLeast: number;
  @Field(() => String, { nullable: true, description: 'The Merkle root of the board, once it is closed.' })
  root: string | null;
  @Field(() => Date, {
    nullable: true,
    description: 'When the traces that could link voter and ballot were destroyed.',
  })
  sealedAt: Date | string | null;
  @Field(() => Boolean, { description: 'All chose the same, so that everybody knows what each of them chose.' })
  unanimous: boolean;
  @Field(() => [TookPart], {
    nullable: true,
    description: 'Who took part, by name: for members, once it is closed and with five ballots or more.',
  })
  tookPart: TookPart[] | null;
}

@ObjectType()
export class BoardBallot {
  @Field(() => String) commitment: string;
  @Field(() => String) nonce: string;
  @Field(() => BallotChoice) choice: BallotChoice;
  @Field(() => String, { nullable: true, description: 'Of a blind vote: what makes the nonce a paper of it.' })
  signature: string | null;
}

/** All ballots of a closed secret vote in the order of their commitments. */
@ObjectType()
export class BallotBoard {
  @Field(() => ID) proposalId: string;
  @Field(() => String) rulesHash: string;
  @Field(() => String) root: string;
  @Field(() => String, { nullable: true, description: 'Of a blind vote: what its papers are signed with.' })
  paperKey: string | null;
  @Field(() => Int, { description: 'How many people took part, or a paper.' }) turnout: number;
  @Field(() => [BoardBallot]) ballots: BoardBallot[];
}
