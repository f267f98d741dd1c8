/** Nothing outside this machine reaches the server, and every connection has a password. */
const closed = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: 100,
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * What is acknowledged is on disk. Log segments are large and checkpoints rare, because every page's first change
 * after a checkpoint is written whole; just-in-time compilation costs more than our short queries take.
 */
export const ledgerSettings: Readonly<Record<string, string | number>> = {
  ...closed,
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  random_page_cost: 1.1,
  jit: 'off',
};

/** The same planner, without waiting for the disk. For tests whose subject is not durability. */
export const throwawaySettings: Readonly<Record<string, string | number>> = {
  ...ledgerSettings,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  min_wal_size: '80MB',
};
