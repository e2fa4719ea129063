/**
 * Arabic is read from the right, so nothing on the page is placed by left and right: start and end are
 * where a line begins and ends in the language that is spoken.
 */

/** What to write in place of each, by the class's name before the number. */
const logical = {
  ml: 'ms',
  mr: 'me',
  pl: 'ps',
  pr: 'pe',
  left: 'start',
  right: 'end',
  'scroll-ml': 'scroll-ms',
  'scroll-mr': 'scroll-me',
  'scroll-pl': 'scroll-ps',
  'scroll-pr': 'scroll-pe',
  'text-left': 'text-start',
  'text-right': 'text-end',
  'float-left': 'float-start',
  'float-right': 'float-end',
  'clear-left': 'clear-start',
  'clear-right': 'clear-end',
  'border-l': 'border-s',
  'border-r': 'border-e',
  'rounded-l': 'rounded-s',
  'rounded-r': 'rounded-e',
  'rounded-tl': 'rounded-ss',
  'rounded-tr': 'rounded-se',
  'rounded-bl': 'rounded-es',
  'rounded-br': 'rounded-ee',
};
/** A class that is one of these, or one of these with a size behind a hyphen. */
const whole = /^(?:(?:text|float|clear)-(?:left|right)|(?:border|rounded)-(?:[lr]|[tb][lr]))$/;
const begun = new RegExp(`^(${Object.keys(logical).join('|')})-`);
/** Half of what it is in, with half of its own: the middle, from either side. */
const middle = new Set(['left-1/2', '-translate-x-1/2']);

/**
 * @param {string} token a class with its variants
 * @param {Set<string>} all those beside it
 * @returns {string | null} what is wrong with it
 */
function problemOf(token, all) {
  const variants = token.split(':');
  const name = (variants.pop() ?? '').replace(/^!|!$/g, '');
  const isMiddle = [...middle].every((one) => all.has(one));
  if (isMiddle && middle.has(name)) return null;
  const bare = name.replace(/^-/, '');
  const physical = whole.test(bare) ? bare : begun.exec(bare)?.[1];
  if (physical !== undefined) {
    const instead = logical[/** @type {keyof typeof logical} */ (physical)];
    return `“${token}”: say “${instead}”, which follows the language's direction.`;
  }
  const moves =
    /^translate-x-/.test(bare) || /^slide-(?:in|out)-(?:from|to)-(?:left|right)/.test(bare);
  if (moves && !variants.includes('rtl') && ![...all].some((other) => other.startsWith('rtl:'))) {
    return `“${token}” needs its opposite with “rtl:”.`;
  }
  return null;
}

/** @typedef {any} Node */

/** @type {import('eslint').Rule.RuleModule} */
export const logicalDirections = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function check(/** @type {Node} */ node, /** @type {string} */ text) {
      const tokens = text.split(/\s+/).filter(Boolean);
      const all = new Set(tokens);
      for (const token of tokens) {
        const message = problemOf(token, all);
        if (message !== null) context.report({ node, message });
      }
    }
    return {
      SvelteLiteral(/** @type {Node} */ node) {
        if (node.parent.key?.name === 'class') check(node, node.value);
      },
      Literal(/** @type {Node} */ node) {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateElement(/** @type {Node} */ node) {
        check(node, node.value.cooked);
      },
      SvelteStyleDirective(/** @type {Node} */ node) {
        const { name } = node.key.name;
        if (/^(?:left|right)$|-(?:left|right)(?:$|-)/.test(name)) {
          context.report({ node, message: `“${name}”: say inline-start or inline-end.` });
        }
      },
    };
  },
};
