import { z } from 'zod';

/** The documented answer of calls that have nothing else to say. */
export const acknowledgement = z.object({ message: z.string() });
