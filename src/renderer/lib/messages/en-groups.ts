/** What the app says of groups: what happened to them, and their members. */
export const groupTexts = {
  'note.You': 'You',
  'note.you': 'you',
  'note.created': '{actor} created the group with {people}',
  'note.created.named': '{actor} created the group “{name}” with {people}',
  'note.renamed': '{actor} named the group “{name}”',
  'note.added': '{actor} added {people}',
  'note.removed': '{actor} removed {people}',
  'note.left': '{actor} left the group',
  'note.madeAdmin': '{actor} made {people} an admin',
  'note.nowAdmin': '{people} is now an admin',
  'note.nowAdmin.you': 'You are now an admin',
  'note.madeMember': '{actor} took the admin role from {people}',
  'note.madeMember.self': '{actor} gave up the admin role',

  'group.removed': 'You are no longer a member of “{name}”.',
  'group.role.makeAdmin': 'Make {name} an admin',
  'group.role.makeMember': 'Take the admin role from {name}',
  'group.role.giveUp': 'Give up my admin role',
  'group.full': 'The group is full: {count} people.',
  'group.noFriendsToAdd': 'All your friends are in the group already.',
} as const;
