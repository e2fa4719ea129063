import { expect, test } from 'vitest';
import { logicalDirections } from '../../../scripts/lint/logical-directions.mjs';
import { lintWith } from './lint-with.ts';

const file = 'src/renderer/ui/Card.svelte';

function problems(code: string): string[] {
  return lintWith(logicalDirections, file, code);
}

test('what is placed by left and right is found, with what to write instead', () => {
  const code = `
<script lang="ts">
  const rows = { first: 'hover:-mr-2', other: isOwn ? 'rounded-tr-md' : \`border-l \${more}\` };
</script>
<div class="pl-4 sm:text-left" style:margin-left="4px">
  <span class={['absolute! right-0', isLast && 'translate-x-2']}></span>
</div>
`;
  expect(problems(code)).toEqual([
    "3: “hover:-mr-2”: say “me”, which follows the language's direction.",
    "3: “rounded-tr-md”: say “rounded-se”, which follows the language's direction.",
    "3: “border-l”: say “border-s”, which follows the language's direction.",
    "5: “pl-4”: say “ps”, which follows the language's direction.",
    "5: “sm:text-left”: say “text-start”, which follows the language's direction.",
    '5: “margin-left”: say inline-start or inline-end.',
    "6: “right-0”: say “end”, which follows the language's direction.",
    '6: “translate-x-2” needs its opposite with “rtl:”.',
  ]);
});

test('what follows the direction, or is in the middle, is as it should be', () => {
  const code = `
<script lang="ts">
  const kind = 'left';
</script>
<div class="absolute top-2 left-1/2 -translate-x-1/2 ps-4 text-start">
  <span class="translate-x-5 rtl:-translate-x-5 inset-x-4 border-line rounded-lg"></span>
</div>
`;
  expect(problems(code)).toEqual([]);
});
