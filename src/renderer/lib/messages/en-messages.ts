/** What the app says about messages and what can be done with them. */
export const messageTexts = {
  'link.web.title': 'Open this page in your browser?',
  'link.web.open': 'Open page',
  'link.mail.title': 'Write to this address?',
  'link.mail.open': 'Open mail program',
  'link.trust': 'Do not ask again for {site}',
  'link.never': 'This kind of link is not opened.',
  'link.warning.otherSite': 'The message shows “{text}”, but the link leads to the address below.',
  'link.warning.lookalike':
    'The name of this site is written with letters that look like others. Its real name is above.',
  'link.warning.nameBefore':
    'What stands before the @ in this address is not the site. The site is the one above.',
} as const;
