import { expect, it } from '@jest/globals';
import { shake128 } from '@noble/hashes/sha3.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { mlDsa44Signer, toHex } from '@covenant/transparency';

/**
 * The published accumulated vectors of ML-DSA-44 (C2SP CCTV, as the Go implementation has them): keys and
 * deterministic signatures of the empty message from a hundred seeds, hashed into one.
 */
it('ML-DSA-44 makes the published keys and signatures, and checks them', () => {
  const seeds = shake128.create({});
  const made = shake128.create({});
  for (let i = 0; i < 100; i++) {
    const seed = seeds.xof(32);
    const { publicKey, secretKey } = ml_dsa44.keygen(seed);
    const signature = ml_dsa44.sign(new Uint8Array(0), secretKey, { extraEntropy: false });
    made.update(publicKey).update(signature);
    expect(ml_dsa44.verify(signature, new Uint8Array(0), publicKey)).toBe(true);
    if (i === 0) expect(mlDsa44Signer('log.example', seed, () => 0).key.publicKey).toEqual(publicKey);
  }
  expect(toHex(made.xof(32))).toBe('d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4');
}, 60_000);
