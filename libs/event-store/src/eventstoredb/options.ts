/** Milliseconds, unless it says otherwise. */
export interface EventStoreDbOptions {
  /**
   * `esdb://host:2113`, or `esdb+discover://host` for a cluster's DNS name, or several hosts with commas between them.
   * `?tls=false` for a server without TLS. Name and password may stand in it; the two members below come before them.
   */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Instead of the password: a file that has it, read for each call. */
  readonly passwordFile?: string;
  /** PEM file of the authority that signed the server's certificate. Default: those that Node trusts. */
  readonly tlsCaFile?: string;
  /** PEM files of a certificate to show to the server, which may take it for the user's name, and of its key. */
  readonly tlsCertFile?: string;
  readonly tlsKeyFile?: string;
  /** Shown in the server's log. Default `covenant-events`. */
  readonly name?: string;
  /** How long one call to the server may take before we take it for lost. Default 5,000. */
  readonly callTimeout?: number;
  /** Reads, and appends that were never sent, are given up with `StoreUnavailable` after this time. Default 10,000. */
  readonly unavailableAfter?: number;
  /** An append that was sent and whose outcome nobody could find out ends in `OutcomeUnknown`. Default 60,000. */
  readonly unknownAfter?: number;
  /** A subscription that gave nothing for so long is compared with the store's head. Default 15,000. */
  readonly quietCheck?: number;
  /** Which of the client's two ways to append. Only `plain` is safe under load: docs/decisions says why. */
  readonly appends?: 'plain' | 'batch';
  /** Trouble that the store deals with itself: a lost connection, a subscription taken up again. For the log. */
  readonly onTrouble?: (error: Error) => void;
}

type Optional = 'username' | 'password' | 'passwordFile' | 'tlsCaFile' | 'tlsCertFile' | 'tlsKeyFile';
export type Settings = Required<Omit<EventStoreDbOptions, Optional>> & EventStoreDbOptions;

export const withDefaults = (options: EventStoreDbOptions): Settings => ({
  name: 'covenant-events',
  callTimeout: 5_000,
  unavailableAfter: 10_000,
  unknownAfter: 60_000,
  quietCheck: 15_000,
  appends: 'plain',
  onTrouble: () => undefined,
  ...options,
});
