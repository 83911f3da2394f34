import { object, nonEmpty, pipe, regex, string } from 'valibot';
import { ref } from 'vue';
import { RequestSignInDocument, SignInWithCodeDocument, SignInWithPasswordDocument } from '../../gql/graphql.ts';
import { act } from '../../platform/ask.ts';
import { useForm } from '../../platform/useForm.ts';
import { loadViewer } from '../session/viewer.ts';
import { emailField } from './schemas.ts';

interface SignInOptions {
  /** Where to go on afterwards: a path of our own. */
  readonly next: () => string;
  /** The name of somebody new, where it is asked for. */
  readonly name?: () => string;
  readonly done: () => Promise<unknown>;
}

/** Signing in: an address brings a mail with a link and a code; a password works where one is set. */
export function useSignIn({ next, name, done }: SignInOptions) {
  const step = ref<'address' | 'mail' | 'password'>('address');

  const address = useForm({
    schema: object({ email: emailField, name: string() }),
    initial: { email: '', name: '' },
    draft: 'sign-in',
    send: async ({ email }) => {
      const called = name?.().trim() ?? '';
      await act(RequestSignInDocument, { input: { email, next: next(), ...(called ? { name: called } : {}) } });
      step.value = 'mail';
    },
  });
  const entered = async (answer: { __typename?: string; message?: string }): Promise<string | null> => {
    if (answer.__typename === 'SignInRefused') return answer.message ?? '';
    await loadViewer();
    await done();
    return null;
  };
  const code = useForm({
    schema: object({ code: pipe(string(), regex(/^\s*\d{3}\s?\d{3}\s*$/, 'people.fault.code')) }),
    initial: { code: '' },
    send: async (read) => {
      const input = { email: address.values.email.trim(), code: read.code.replace(/\s/g, '') };
      const fault = await entered((await act(SignInWithCodeDocument, { input })).signInWithCode);
      return fault === null ? [] : [{ field: 'code', message: fault }];
    },
  });
  const password = useForm({
    schema: object({ password: pipe(string(), nonEmpty('people.fault.password')) }),
    initial: { password: '' },
    send: async (read) => {
      const input = { email: address.values.email.trim(), password: read.password };
      const fault = await entered((await act(SignInWithPasswordDocument, { input })).signInWithPassword);
      return fault === null ? [] : [{ field: 'password', message: fault }];
    },
  });
  return { step, address, code, password };
}
