import { rm } from 'node:fs/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { testFolder } from '../../../../test/support/folder.js';
import { startEmbedded } from './embedded.js';
import { findEmbedded } from './find.js';
import { withClient } from './roles.js';

jest.setTimeout(120_000);

describe('the server of a data folder', () => {
  it('is found while it runs, and only then', async () => {
    const folder = await testFolder('find');
    try {
      expect(await findEmbedded(folder)).toBeUndefined();
      const server = await startEmbedded({ folder, durability: 'none' });
      try {
        const found = await findEmbedded(folder);
        expect(found?.port).toBe(server.port);
        expect(found?.secrets).toEqual(server.secrets);
        const answer = await withClient(found?.adminUrl() ?? '', async (client) => {
          return (await client.query<{ one: number }>('SELECT 1 AS one')).rows;
        });
        expect(answer).toEqual([{ one: 1 }]);
      } finally {
        await server.stop();
      }
      expect(await findEmbedded(folder)).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
