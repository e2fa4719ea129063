/** What people do for each post, as in the load that Mattermost publishes its figures for. */
const mix = {
  post: 1,
  switch: 6.5,
  scroll: 2,
  react: 0.13,
  edit: 0.04,
  search: 0.02,
} as const;

export type Action = keyof typeof mix;

const actions = Object.entries(mix) as [Action, number][];

/** A post among them. */
export const actionsPerPost = actions.reduce((sum, [, share]) => sum + share, 0);

export function pickAction(): Action {
  let at = Math.random() * actionsPerPost;
  for (const [action, share] of actions) {
    at -= share;
    if (at < 0) return action;
  }
  return 'post';
}
