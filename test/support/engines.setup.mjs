// Jest loads set-up files natively, not through its transform.
import './typescript.mjs';

export default async function setup() {
  const { startEngines } = await import('./engines.ts');
  await startEngines();
}
