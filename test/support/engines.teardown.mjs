import './typescript.mjs';

export default async function teardown() {
  const { stopEngines } = await import('./engines.ts');
  await stopEngines();
}
