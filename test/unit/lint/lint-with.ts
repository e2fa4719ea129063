import { Linter } from 'eslint';
import type { Rule } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';

/** What the rule says about a file, as `line: message`. */
export function lintWith(rule: Rule.RuleModule, filename: string, code: string): string[] {
  const messages = new Linter({ configType: 'flat' }).verify(
    code,
    [
      { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
      ...svelte.configs.base,
      {
        files: ['**/*.svelte'],
        languageOptions: { parserOptions: { parser: typescript.parser } },
      },
      {
        plugins: { ours: { rules: { rule } } },
        rules: { 'ours/rule': 'error' },
      },
    ],
    { filename },
  );
  return messages.map(({ line, message }) => `${String(line)}: ${message}`);
}
