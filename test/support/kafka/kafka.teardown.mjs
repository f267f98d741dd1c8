import '../typescript.mjs';

export default async function teardown() {
  const { stopEngines } = await import('../engines.ts');
  const { stopBroker } = await import('./broker.ts');
  await stopBroker();
  await stopEngines();
}
