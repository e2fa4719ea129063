/** `npm run --silent sbom`: prints a bill of materials (CycloneDX) of everything that reaches people. */
import { billOfMaterials } from './bill-of-materials.mjs';

console.log(JSON.stringify(billOfMaterials(), null, 2));
