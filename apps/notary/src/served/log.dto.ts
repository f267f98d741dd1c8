import { Is, Maybe, whole } from '@covenant/platform';

const size = whole(0, Number.MAX_SAFE_INTEGER);

export class ProofQuery {
  @Maybe(size, 'entries of a tree that the log signed; the newest when left out')
  readonly size?: number;
}

export class ConsistencyQuery {
  @Is(size, 'entries of the earlier tree')
  readonly from!: number;

  @Maybe(size, 'entries of the later tree; the newest when left out')
  readonly to?: number;
}
