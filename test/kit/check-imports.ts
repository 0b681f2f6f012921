import { checkImports, countModules } from './imports.ts';

const { modules, violations } = await checkImports();
const expected = countModules();
console.log(`${modules} of ${expected} modules read, ${violations.length} import rules broken`);
for (const violation of violations) console.error(`  ${violation}`);
if (violations.length > 0 || modules === 0 || modules !== expected) process.exitCode = 1;
