// Jest loads set-up files natively, not through its transform.
import '../typescript.mjs';

export default async function setup() {
  const { startEngines } = await import('../engines.ts');
  const { startBroker } = await import('./broker.ts');
  await startEngines();
  await startBroker();
}
