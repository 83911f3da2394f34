import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import type { GraphQLContext } from '../platform/graphql/context.ts';
import { Op } from '../platform/policy/op.ts';
import { AccountService } from './account.service.ts';
import { ClaimService } from './claim.service.ts';
import {
  ClaimInstanceInput,
  Instance,
  KeptMail,
  RequestSignInInput,
  Session,
  SignInRefused,
  SignInResult,
  SignInWithCodeInput,
  SignInWithPasswordInput,
  UpdateProfileInput,
  Viewer,
} from './identity.graphql.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInService } from './sign-in.service.ts';

@Resolver(() => Viewer)
export class IdentityResolver {
  constructor(
    private readonly account: AccountService,
    private readonly claims: ClaimService,
    private readonly signIn: SignInService,
    private readonly sessionList: SessionsService,
  ) {}

  @Op('instance.info.read')
  @Query(() => Instance)
  instance(): Promise<Instance> {
    return this.account.instance();
  }

  @Op('instance.info.read')
  @Query(() => Viewer, { nullable: true, description: 'Null for a visitor.' })
  viewer(@Context('actor') actor: Actor): Promise<Viewer | null> {
    return this.account.viewer(actor.personId);
  }

  @Op('account.sessions.list')
  @Query(() => [Session])
  sessions(@Context('actor') actor: Actor): Promise<Session[]> {
    return this.account.sessions(actor);
  }

  @Op('instance.mail.read')
  @Query(() => [KeptMail], { description: 'The newest mails, for the operator.' })
  keptMails(@Context('actor') actor: Actor): Promise<KeptMail[]> {
    return this.account.keptMails(actor);
  }

  @Op('instance.claim')
  @Mutation(() => Viewer)
  async claimInstance(
    @Args('input', { type: () => ClaimInstanceInput }) input: ClaimInstanceInput,
    @Context() context: GraphQLContext,
  ): Promise<Viewer | null> {
    const person = await this.claims.claim(input, context, context.actor.locale);
    return this.account.viewer(person.id);
  }

  @Op('session.start')
  @Mutation(() => Boolean, { description: 'Always true: the answer is in the mail.' })
  async requestSignIn(
    @Args('input', { type: () => RequestSignInInput }) input: RequestSignInInput,
    @Context() context: GraphQLContext,
  ): Promise<boolean> {
    await this.signIn.request(input, context.actor, context);
    return true;
  }

  @Op('session.start')
  @Mutation(() => SignInResult)
  async signInWithCode(
    @Args('input', { type: () => SignInWithCodeInput }) input: SignInWithCodeInput,
    @Context() context: GraphQLContext,
  ): Promise<Viewer | SignInRefused | null> {
    const person = await this.signIn.withCode(input, context, context.actor.locale);
    return person ? this.account.viewer(person.id) : new SignInRefused();
  }

  @Op('session.start')
  @Mutation(() => SignInResult)
  async signInWithPassword(
    @Args('input', { type: () => SignInWithPasswordInput }) input: SignInWithPasswordInput,
    @Context() context: GraphQLContext,
  ): Promise<Viewer | SignInRefused | null> {
    const person = await this.signIn.withPassword(input, context);
    return person ? this.account.viewer(person.id) : new SignInRefused();
  }

  @Op('session.end')
  @Mutation(() => Boolean)
  async signOut(@Context() { actor, res }: GraphQLContext): Promise<boolean> {
    await this.sessionList.signOut(actor, res);
    return true;
  }

  @Op('account.sessions.revoke')
  @Mutation(() => Boolean)
  async endSession(@Args('id', { type: () => ID }) id: string, @Context('actor') actor: Actor): Promise<boolean> {
    await this.account.endSession(actor, id);
    return true;
  }

  @Op('person.update')
  @Mutation(() => Viewer)
  updateProfile(
    @Args('input', { type: () => UpdateProfileInput }) input: UpdateProfileInput,
    @Context('actor') actor: Actor,
  ): Promise<Viewer | null> {
    return this.account.update(actor, input);
  }

  @Op('account.credentials.manage')
  @Mutation(() => Boolean)
  async setPassword(
    @Args('password', { type: () => String }) password: string,
    @Context('actor') actor: Actor,
  ): Promise<boolean> {
    await this.account.setPassword(actor, password);
    return true;
  }
}
