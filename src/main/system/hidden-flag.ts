/** Given to an app that the system starts: it opens no window then. */
export const hiddenFlag = '--hidden';
