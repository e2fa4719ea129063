import type { ChosenFiles } from './chosen-files.ts';

/** Where files are kept until they are sent: on this computer, or in a page. */
export type FilesToSend = Pick<
  ChosenFiles,
  'forgetAll' | 'claim' | 'get' | 'remove' | 'describe' | 'sourceOf'
>;
