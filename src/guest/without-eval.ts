import { config } from 'zod/v4/core';

// Before any schema is made: the page's policy lets nobody make code of text, which zod would try.
config({ jitless: true });
