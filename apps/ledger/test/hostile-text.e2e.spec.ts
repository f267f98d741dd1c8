import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fullBodies } from '../../../libs/domain/src/testing.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { Stage, stageDay } from '../../../test/support/stage.js';

let ledger: TestLedger;
let stage: Stage;
beforeAll(async () => {
  ledger = await startLedger({ now: stageDay, environment: { LODGINGS_PER_HOUR: '1000000', WRONG_CODES_PER_HOUR: '1000000' } });
  stage = await Stage.set(ledger);
}, 60_000);
afterAll(() => ledger.stop());
describe('x', () => {
  it.each(fullBodies.filter(({aggregate}) => aggregate.name !== 'log-key').map((full) => [`${full.aggregate.name} ${full.command.type}`, full] as const))('%s', async (_, full) => {
    const place = await stage.before(full);
    const answer = await stage.send(place, full.actor, full.command.type, stage.body(place, full.command));
    expect([answer.status, answer.text]).toEqual([expect.any(Number), expect.stringContaining('"position"')]);
  });
});
