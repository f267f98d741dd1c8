// `npm run test:distributed`: the end-to-end suites of the embedded profile, unchanged, on the distributed one: a real
// Kafka, and notary, relay and projector as processes of their own. Needs Java and Maven. Arguments go to Jest.
import { whyNoKafka } from './kafka.mjs';

const reason = whyNoKafka();
if (reason !== undefined) {
  console.error(`${reason}.`);
  process.exitCode = 1;
} else {
  process.env.TEST_PROFILE = 'distributed';
  process.argv.splice(2, 0, '--selectProjects', 'distributed', '--');
  await import('./test.mjs');
}
