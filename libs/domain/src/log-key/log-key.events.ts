/** A signature under the announcement, by one of the two keys that it names. */
export type AnnouncementSignature = {
  /** The key, as people exchange it: `name+id+base64`. */
  readonly key: string;
  /** Base 64; over the announcement's text as it stands. */
  readonly signature: string;
};

/** A key of the public log, announced to take another's place. What is signed is made of `replaces`, `key` and `bothUntil`. */
export type Announcement = {
  /** The key in use: `name+id+base64`. */
  readonly replaces: string;
  /** The key that takes its place, of the same name and kind. */
  readonly key: string;
  /** Until this day, at the least, both sign. */
  readonly bothUntil: string;
  /** Of both keys: who has one of them alone announces nothing. */
  readonly signatures: readonly AnnouncementSignature[];
  readonly reason?: string;
};

export type LogKeyEvent =
  | { readonly type: 'LogKeyAnnounced'; readonly data: Announcement }
  /** The key that was replaced signs no tree that has this entry. `key` names it. */
  | { readonly type: 'LogKeyRetired'; readonly data: { readonly key: string; readonly reason?: string } }
  /** The new key is not to be used after all: it signs no tree that has this entry. `key` names it. */
  | { readonly type: 'LogKeyWithdrawn'; readonly data: { readonly key: string; readonly reason: string } };
