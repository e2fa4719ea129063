import { t } from '../../lib/messages/catalogue.ts';

/** As main and the server ask for. */
const minCharacters = 8;

/** A passphrase that is chosen, typed twice. */
export class NewPassphrase {
  text = $state('');
  again = $state('');
  error = $state<string | null>(null);
  againError = $state<string | null>(null);

  get hint(): string {
    return t('lock.choose.hint', { count: minCharacters });
  }

  /** Whether it can be taken; says in its fields what is wrong. */
  check(): boolean {
    this.error =
      this.text.length < minCharacters ? t('lock.choose.short', { count: minCharacters }) : null;
    this.againError = this.text === this.again ? null : t('lock.choose.different');
    return this.error === null && this.againError === null;
  }
}
