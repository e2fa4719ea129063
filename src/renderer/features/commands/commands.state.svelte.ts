/** Which of the dialogs that a key or a command opens is open. */
export class CommandsState {
  open = $state<'palette' | 'shortcuts' | 'new' | null>(null);

  /** For `bind:open`. */
  toggle(name: NonNullable<CommandsState['open']>, wanted: boolean): void {
    if (wanted) this.open = name;
    else if (this.open === name) this.open = null;
  }
}
