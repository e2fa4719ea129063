/** `npm run licences`: writes docs/licences.md, the licences of everything that reaches people. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { licencesPage } from './licences-page.mjs';
import { projectRoot } from './project.mjs';

writeFileSync(path.join(projectRoot, 'docs/licences.md'), await licencesPage());
