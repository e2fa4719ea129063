/**
 * What happened in a group, a line each. Languages change verbs and cases with the person, so each
 * sentence stands twice: of somebody, and of the reader (`byYou`).
 */
export const notes = {
  /** The reader in a list of people who were added, removed or made admins. */
  'note.you': 'you',
  /** The same in “created the group with …”. */
  'note.you.with': 'you',
  /** The same in “made … an admin”. */
  'note.you.to': 'you',
  /** The same in “took the admin role from …”. */
  'note.you.from': 'you',
  'note.created': '{actor} created the group with {people}',
  'note.created.byYou': 'You created the group with {people}',
  'note.createdNamed': '{actor} created the group “{name}” with {people}',
  'note.createdNamed.byYou': 'You created the group “{name}” with {people}',
  'note.renamed': '{actor} named the group “{name}”',
  'note.renamed.byYou': 'You named the group “{name}”',
  'note.added': '{actor} added {people}',
  'note.added.byYou': 'You added {people}',
  'note.removed': '{actor} removed {people}',
  'note.removed.byYou': 'You removed {people}',
  'note.left': '{actor} left the group',
  'note.left.byYou': 'You left the group',
  'note.madeAdmin': '{actor} made {people} an admin',
  'note.madeAdmin.byYou': 'You made {people} an admin',
  'note.nowAdmin': '{people} is now an admin',
  'note.nowAdmin.you': 'You are now an admin',
  'note.madeMember': '{actor} took the admin role from {people}',
  'note.madeMember.byYou': 'You took the admin role from {people}',
  'note.gaveUp': '{actor} gave up the admin role',
  'note.gaveUp.byYou': 'You gave up the admin role',
  'note.pictured': '{actor} changed the group’s picture',
  'note.pictured.byYou': 'You changed the group’s picture',
  'note.pictureRemoved': '{actor} removed the group’s picture',
  'note.pictureRemoved.byYou': 'You removed the group’s picture',
} as const;
