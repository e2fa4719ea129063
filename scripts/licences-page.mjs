import { format } from 'prettier';
import { shippedPackages } from './shipped-packages.mjs';

/** @returns {Promise<string>} a row for each package that reaches people, from the lock file */
export function licencesPage() {
  const rows = shippedPackages().map(
    ({ name, version, license }) => `| ${name} | ${version} | ${license} |`,
  );
  const page = `# Licences

What the app and the server consist of beside our own code (MIT), as package-lock.json pins it. Made by
\`npm run licences\`; a bill of materials for machines (CycloneDX) by \`npm run --silent sbom > sbom.json\`.
The spelling dictionaries have their licences beside them, in \`resources/dictionaries/\`; German and Spanish are under the
GPL, with their sources there.

| Package | Version | Licence |
| --- | --- | --- |
${rows.join('\n')}
`;
  return format(page, { parser: 'markdown', printWidth: 100 });
}
