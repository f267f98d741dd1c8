// What may come with us, and what is told of it. Reads only what it is given.

/** Licences of what the product runs on: each lets a city use, change and pass on the whole under ours. */
export const allowed = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Python-2.0', 'Zlib']);

/** Besides, of what only builds and tests: nothing of it is passed on. */
export const allowedForBuilding = new Set([...allowed, 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0']);

/** An SPDX expression of names, AND, OR and brackets, as far as packages use them. */
export function permits(expression, names) {
  const words = String(expression).match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const one = () => {
    const word = words[at++];
    if (word !== '(') return names.has(word);
    const inner = any();
    if (words[at++] !== ')') throw new Error(`a bracket is open in ${expression}`);
    return inner;
  };
  const all = () => {
    let holds = one();
    while (words[at] === 'AND') {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  const any = () => {
    let holds = all();
    while (words[at] === 'OR') {
      at += 1;
      holds = all() || holds;
    }
    return holds;
  };
  const holds = any();
  return at === words.length && holds;
}

/** The name of the package that lies there. */
const nameAt = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * @param lock the lock file
 * @param licenceOf the licence that the package at a place names itself, where the lock does not know it
 * @returns a line for each package that may not come along
 */
export function licenceBreaches(lock, licenceOf) {
  const found = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === '') continue;
    const licence = entry.license ?? licenceOf(place);
    if (!permits(licence ?? '', entry.dev === true ? allowedForBuilding : allowed)) {
      found.push(`${nameAt(place)} ${entry.version}: ${licence ?? 'no licence'}`);
    }
  }
  return found;
}

/** The part of a bill that the product runs on. npm’s own `--omit dev` leaves out what is needed for building as well. */
export function withoutBuilding(bill, lock) {
  const needed = new Set(
    Object.entries(lock.packages)
      .filter(([place, { dev }]) => place !== '' && dev !== true)
      .map(([place, { version }]) => `${nameAt(place)}@${version}`),
  );
  const components = bill.components.filter(({ name, version }) => needed.has(`${name}@${version}`));
  const kept = new Set([bill.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
  return { ...bill, components, dependencies };
}

const serial = /^urn:uuid:/;

/** Where a bill of materials is not as the official schema of its version of CycloneDX has it, a line each; strictly, so that unknown members count. */
export async function schemaFaults(bill) {
  const { Validation } = await import('@cyclonedx/cyclonedx-library');
  const found = await new Validation.JsonStrictValidator(bill.specVersion).validate(JSON.stringify(bill));
  return (found ?? []).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
}

/**
 * What a bill of materials (CycloneDX, 1.5 or later) lacks besides what its schema asks for: what the schema leaves to choose,
 * and each package of the product that is installed.
 * @param isInstalled whether a package is there; those for other machines are not
 */
export function billFaults(bill, lock, isInstalled) {
  const found = [];
  if (bill.bomFormat !== 'CycloneDX' || !/^1\.[5-7]$/.test(bill.specVersion)) found.push('it is no CycloneDX of 1.5 to 1.7');
  if (!serial.test(bill.serialNumber) || bill.metadata?.timestamp === undefined) found.push('it has no number or time');
  const told = new Set();
  const references = new Set([bill.metadata?.component?.['bom-ref']]);
  for (const { name, version, purl, ...component } of bill.components ?? []) {
    const reference = component['bom-ref'];
    if (version === undefined || !/^pkg:npm\//.test(purl)) found.push(`${name} is not described`);
    if (references.has(reference)) found.push(`${reference} stands there twice`);
    references.add(reference);
    told.add(`${name}@${version}`);
  }
  for (const { ref, dependsOn = [] } of bill.dependencies ?? []) {
    for (const one of [ref, ...dependsOn]) if (!references.has(one)) found.push(`${one} is named and not there`);
  }
  for (const [place, { dev, version }] of Object.entries(lock.packages)) {
    if (place === '' || dev === true || !isInstalled(place)) continue;
    if (!told.has(`${nameAt(place)}@${version}`)) found.push(`${nameAt(place)} ${version} is missing`);
  }
  return found;
}
