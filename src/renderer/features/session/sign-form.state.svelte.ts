import { CallError, call } from '../../lib/bridge.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { describeError } from '../../lib/report-error.ts';
import { displayNameProblem, newPasswordProblem, usernameProblem } from './sign-up-rules.ts';

export type SignMode = 'up' | 'in';
type Field = 'username' | 'displayName' | 'password' | 'invite';

/** The fields of the sign-in and sign-up screen, and what is wrong with them. */
export class SignForm {
  mode = $state<SignMode>('up');
  username = $state('');
  displayName = $state('');
  password = $state('');
  invite = $state('');
  failure = $state<string | null>(null);
  /** The server said that it wants a code, which a host's own first account does not need. */
  inviteAskedFor = $state(false);
  /** Problems are shown once a field was left or the form was sent. */
  #touched = $state<Partial<Record<Field, boolean>>>({});
  #refused = $state<Partial<Record<Field, string>>>({});

  readonly #problems: Record<Field, string | null> = $derived({
    username: this.#refused.username ?? this.#usernameProblem(),
    displayName: this.mode === 'up' ? displayNameProblem(this.displayName) : null,
    password:
      this.mode === 'up'
        ? newPasswordProblem(this.password)
        : this.password
          ? null
          : t('password.required'),
    invite: this.#refused.invite ?? null,
  });
  readonly isUsernameGood = $derived(this.mode === 'up' && this.#problems.username === null);

  problem(field: Field): string | null {
    // A wrong character is told at once; that a name is still short would only nag.
    const atOnce = field === 'username' && /[^a-z0-9_.-]/i.test(this.username);
    return this.#touched[field] || atOnce ? this.#problems[field] : null;
  }

  touch(field: Field): void {
    if (field === 'username' && this.username.length === 0) return;
    this.#touched[field] = true;
  }

  changed(field: Field): void {
    this.#refused[field] = undefined;
    this.failure = null;
  }

  switchTo(mode: SignMode): void {
    this.mode = mode;
    this.failure = null;
    this.#touched = {};
    this.#refused = {};
  }

  /** True when everything that this side can check is right. */
  check(): boolean {
    this.#touched = { username: true, displayName: true, password: true, invite: true };
    return Object.values(this.#problems).every((problem) => problem === null);
  }

  /** Throws CallError. */
  async send(): Promise<void> {
    const { username, password } = this;
    if (this.mode === 'in') {
      await call('signIn', { username, password });
      return;
    }
    await call('signUp', {
      username: username.toLowerCase(),
      password,
      ...(this.displayName.trim() ? { display_name: this.displayName.trim() } : {}),
      ...(this.invite.trim() ? { invite_code: this.invite.trim() } : {}),
    });
  }

  /** Puts a refusal where it belongs: beside its field, or above the button. */
  refuse(error: unknown): void {
    const text = describeError(error);
    const code = error instanceof CallError ? error.failure.code : null;
    if (code === 'USERNAME_TAKEN') {
      this.#refused.username = text;
    } else if (code === 'INVITE_INVALID' || code === 'INVITE_REQUIRED') {
      this.inviteAskedFor = true;
      this.#refused.invite = text;
    } else {
      this.failure = text;
    }
  }

  #usernameProblem(): string | null {
    const name = this.username.trim();
    if (this.mode === 'up') return usernameProblem(name);
    return name ? null : t('username.required');
  }
}
