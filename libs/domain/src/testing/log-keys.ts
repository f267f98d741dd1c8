import type { Announcement } from '../log-key/log-key.events.js';

const filled = (length: number, letter: string): string => letter.repeat(length);
const ed25519 = (name: string, id: string, letter: string): string => `${name}+${id}+AQ${filled(42, letter)}`;

/** Shapes of keys and signatures, of no key that there is: the domain looks at the form alone. */
export const keyShapes = {
  old: ed25519('city.example/log', '0a1b2c3d', 'o'),
  next: ed25519('city.example/log', '4e5f6a7b', 'n'),
  elsewhere: ed25519('other.example/log', '0a1b2c3d', 'e'),
  mlDsa44: `city.example/log+8c9d0e1f+Bg${filled(1749, 'm')}=`,
  signature: `${filled(86, 's')}==`,
  nextSignature: `${filled(86, 't')}==`,
} as const;

export const announcement: Announcement = {
  replaces: keyShapes.old,
  key: keyShapes.next,
  bothUntil: '2026-04-01',
  signatures: [
    { key: keyShapes.old, signature: keyShapes.signature },
    { key: keyShapes.next, signature: keyShapes.nextSignature },
  ],
};
