/** The scheme by which the page shows pictures and plays sound: it has no other way to files. */
export const fileScheme = 'future-talk-file';
