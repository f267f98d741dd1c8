import { rm } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { LocalIssuer } from '@covenant/access';
import { testFolder } from '../../../../test/support/folder.js';
import { SignIn } from './sign-in.js';

it('an issuer that could not be loaded is loaded for who asks next', async () => {
  const dataDir = await testFolder('sign-in');
  try {
    const issuer = await LocalIssuer.open(dataDir);
    let failures = 1;
    const keys = Object.assign(Object.create(issuer) as LocalIssuer, {
      signingKey: () => {
        failures -= 1;
        if (failures >= 0) throw new Error('not now');
        return issuer.signingKey();
      },
    });
    const signIn = new SignIn({ keys, dataDir, audience: 'covenant' });
    expect(signIn.site()).toBeUndefined();
    await signIn.begin('http://127.0.0.1:3000');
    const [one, other] = [signIn.site(), signIn.site()];
    await expect(one).rejects.toThrow('not now');
    await expect(other).rejects.toThrow('not now');
    expect(await signIn.site()).toBeDefined();
    expect(signIn.site()).toBe(signIn.site());
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
