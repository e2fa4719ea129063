/** How the app looks. */
export const appearance = {
  'appearance.title': 'Appearance',
  'appearance.theme': 'Theme',
  'appearance.theme.system': 'As the system',
  'appearance.theme.light': 'Light',
  'appearance.theme.dark': 'Dark',
  'appearance.density': 'Spacing',
  'appearance.density.comfortable': 'Comfortable',
  'appearance.density.compact': 'Compact',
  'appearance.contrast': 'High contrast',
  'appearance.contrast.text': 'Stronger lines and text. Off: as the system asks.',
} as const;
