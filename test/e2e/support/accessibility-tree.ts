import type { Page } from '@playwright/test';

/** What a person can operate or is led through: a screen reader has to say what each is. */
const namedRoles = new Set(
  `alertdialog article button checkbox combobox dialog group heading image link listbox log menu menuitem
  menuitemcheckbox menuitemradio option progressbar radio radiogroup region searchbox slider spinbutton
  switch tab tablist textbox tree treeitem`.split(/\s+/),
);
/** Of what can have the keyboard; a screen reader would say nothing, or only what is in it. */
const emptyRoles = new Set(['generic', 'none', 'unknown', 'GenericContainer']);

interface TreeNode {
  ignored: boolean;
  role?: { value?: string };
  name?: { value?: string };
  backendDOMNodeId?: number;
  properties?: { name: string; value: { value?: unknown } }[];
}

/**
 * What is wrong in the tree that the window hands to screen readers: controls without a name, and
 * places of the keyboard that are nothing. As the browser computes it, not as the attributes say.
 */
export async function unnamedControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: TreeNode[] };
    const wrong = nodes.filter((node) => !node.ignored && isWrong(node));
    return await Promise.all(
      wrong.map(async ({ role, backendDOMNodeId }) => {
        const found = await session.send('DOM.getOuterHTML', { backendNodeId: backendDOMNodeId });
        return `${role?.value ?? ''}: ${found.outerHTML.slice(0, 200)}`;
      }),
    );
  } finally {
    await session.detach();
  }
}

function isWrong({ role, name, properties }: TreeNode): boolean {
  const roleName = role?.value ?? '';
  const isNamed = (name?.value ?? '').trim() !== '';
  const has = (wanted: string) =>
    properties?.some((property) => property.name === wanted && property.value.value === true);
  if (namedRoles.has(roleName)) return !isNamed;
  return has('focusable') === true && emptyRoles.has(roleName);
}
