// Kept to syntax that old versions of Node can read, so that they get a sentence and not a syntax error.
var wanted = [20, 19];

export function nodeIsTooOld() {
  var have = process.versions.node.split('.').map(Number);
  if (have[0] > wanted[0] || (have[0] === wanted[0] && have[1] >= wanted[1])) return false;
  console.error(
    'Covenant needs Node ' + wanted.join('.') + ' or newer; this is ' + process.versions.node +
      '. Current versions are at https://nodejs.org/',
  );
  process.exitCode = 1;
  return true;
}
