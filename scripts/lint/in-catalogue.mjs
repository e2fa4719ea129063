/**
 * What people read stands in src/messages, in every language. This rule finds what does not: text and
 * attributes in Svelte's templates, and in code what is given to menus, dialogs and notifications, or
 * on the page looks like words. Names of classes, keys, and what only a log holds are not text.
 */

/** Attributes and properties of components that nobody reads; every other one may hold no words. */
const unreadAttributes = new Set(
  `accept align autocapitalize autocomplete class controlslist d decoding dir draggable fill for
  generics href id inputmode kind lang loading max min name orientation placement preload rel role
  rows shape-rendering side size spellcheck src step strategy tabindex target testid type value variant
  viewBox xmlns`.split(/\s+/),
);

/** Not those that are read aloud. */
function isUnread(/** @type {string} */ name) {
  if (/^aria-(?:label|description|roledescription|valuetext|placeholder)$/.test(name)) return false;
  return unreadAttributes.has(name) || /^(?:aria|data|on|style|bind)[-:]/.test(name);
}

/** Where Electron and the page are told what to show. */
const shownProperties = new Set(
  `ariaLabel body buttonLabel checkboxLabel closeButtonText innerHTML innerText label placeholder
  replyPlaceholder sublabel subtitle textContent title toolTip`.split(/\s+/),
);
/** The same, but in main also the names of what goes into a log. */
const shownPropertiesOnPages = new Set([
  'alt',
  'caption',
  'description',
  'heading',
  'hint',
  'text',
]);

/** All that these are given is shown, but for the properties named after them. */
const showing = new Set(
  `Notification MenuItem Tray buildFromTemplate displayBalloon setAboutPanelOptions setJumpList
  setOverlayIcon setTitle setToolTip setUserTasks showErrorBox showMessageBox showMessageBoxSync
  showOpenDialog showOpenDialogSync showSaveDialog showSaveDialogSync`.split(/\s+/),
);
const unshownProperties = new Set(
  `accelerator defaultPath extensions icon id properties role silent timeoutType type
  urgency`.split(/\s+/),
);

const words = /\p{L}/u;
const key = /^[a-z]\w*(?:\.\w+)+$/;
/** Of a page's strings those that begin like a sentence, or go on like one. */
const sentence = /^\s*\p{Lu}\p{Ll}|^[\p{L}\p{M}’',]+(?: [\p{L}\p{M}’',…]+){2,}[.!?…]?$/u;

/** @typedef {any} Node a node of ESTree, of TypeScript's or of Svelte's */

/**
 * The strings that an expression may come to.
 * @param {Node} node
 * @returns {Generator<{ node: Node, text: string }>}
 */
function* stringsOf(node) {
  switch (node?.type) {
    case 'Literal':
      if (typeof node.value === 'string') yield { node, text: node.value };
      break;
    case 'TemplateLiteral':
      for (const quasi of node.quasis) yield { node: quasi, text: quasi.value.cooked };
      for (const part of node.expressions) yield* stringsOf(part);
      break;
    case 'ConditionalExpression':
      yield* stringsOf(node.consequent);
      yield* stringsOf(node.alternate);
      break;
    case 'LogicalExpression':
      yield* stringsOf(node.right);
      if (node.operator !== '&&') yield* stringsOf(node.left);
      break;
    case 'BinaryExpression':
      if (node.operator !== '+') break;
      yield* stringsOf(node.left);
      yield* stringsOf(node.right);
      break;
    case 'ArrayExpression':
      for (const element of node.elements) yield* stringsOf(element);
      break;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      yield* stringsOf(node.expression);
      break;
  }
}

/**
 * The same for what stands within objects and lists.
 * @param {Node} node
 * @returns {Generator<{ node: Node, text: string }>}
 */
function* stringsWithin(node) {
  if (node?.type === 'ObjectExpression') {
    for (const property of node.properties) {
      if (property.type === 'Property' && !unshownProperties.has(nameOf(property.key))) {
        yield* stringsWithin(property.value);
      }
    }
  } else if (node?.type === 'ArrayExpression') {
    for (const element of node.elements) yield* stringsWithin(element);
  } else {
    yield* stringsOf(node);
  }
}

/** @param {Node} node a property's key, or what is called */
function nameOf(node) {
  if (node.type === 'MemberExpression') return nameOf(node.property);
  return node.type === 'Literal' ? String(node.value) : (node.name ?? '');
}

/** Whether a string on a page is compared, named in an error, or else not shown as it is. */
function isCode(/** @type {Node} */ node) {
  const { parent } = node;
  switch (parent.type) {
    case 'BinaryExpression':
      return parent.operator !== '+';
    case 'MemberExpression':
    case 'SwitchCase':
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSLiteralType':
      return true;
    case 'AssignmentExpression':
      return nameOf(parent.left) === 'name';
    case 'Property':
      return parent.key === node;
    case 'NewExpression':
      return /(?:Error|Set|Map|Date|RegExp)$/.test(nameOf(parent.callee));
    case 'CallExpression':
      return /^(?:includes|startsWith|endsWith|has|get|assert|error|warn|info|debug)$/.test(
        nameOf(parent.callee),
      );
    default:
      return false;
  }
}

/** @type {import('eslint').Rule.RuleModule} */
export const inCatalogue = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { outside: '“{{text}}” belongs into src/messages, where every language has it.' },
  },
  create(context) {
    const onPage = /\bsrc[\\/]renderer[\\/]/.test(context.filename);
    /** Where what was reported begins. @type {Set<number>} */
    const reported = new Set();

    function report(/** @type {Node} */ node, /** @type {string} */ text) {
      if (!words.test(text) || key.test(text) || reported.has(node.range[0])) return;
      reported.add(node.range[0]);
      context.report({ node, messageId: 'outside', data: { text: text.trim().slice(0, 40) } });
    }
    function reportAll(/** @type {Iterable<{ node: Node, text: string }>} */ found) {
      for (const { node, text } of found) report(node, text);
    }
    function isShown(/** @type {string} */ name) {
      return shownProperties.has(name) || (onPage && shownPropertiesOnPages.has(name));
    }
    function checkCall(/** @type {Node} */ { callee, arguments: given }) {
      const name = nameOf(callee);
      if (showing.has(name)) for (const one of given) reportAll(stringsWithin(one));
      const [attribute, value] = given;
      if (name === 'setAttribute' && !isUnread(String(attribute?.value))) {
        reportAll(stringsOf(value));
      }
    }

    return {
      SvelteText(/** @type {Node} */ node) {
        if (!/^Svelte(?:Script|Style)Element$/.test(node.parent.type)) report(node, node.value);
      },
      SvelteAttribute(/** @type {Node} */ { key: { name }, value }) {
        if (isUnread(name)) return;
        for (const part of value) {
          if (part.type === 'SvelteLiteral') report(part, part.value);
          else reportAll(stringsOf(part.expression));
        }
      },
      SvelteMustacheTag(/** @type {Node} */ { parent, expression }) {
        if (parent.type !== 'SvelteAttribute') reportAll(stringsOf(expression));
      },
      Property(/** @type {Node} */ node) {
        if (isShown(nameOf(node.key))) reportAll(stringsOf(node.value));
      },
      AssignmentExpression(/** @type {Node} */ { left, right }) {
        if (left.type === 'MemberExpression' && isShown(nameOf(left))) reportAll(stringsOf(right));
      },
      CallExpression: checkCall,
      NewExpression: checkCall,
      Literal(/** @type {Node} */ node) {
        const text = node.value;
        if (onPage && typeof text === 'string' && sentence.test(text) && !isCode(node)) {
          report(node, text);
        }
      },
      TemplateElement(/** @type {Node} */ node) {
        const { parent } = node;
        if (onPage && sentence.test(node.value.cooked) && !isCode(parent)) {
          report(node, node.value.cooked);
        }
      },
    };
  },
};
