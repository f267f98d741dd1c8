import type { LogKeyCommand } from '@covenant/domain';
import { HasEach, matching } from '@covenant/platform';
import { DatedDto } from '../http/common.dto.js';
import { field, Is, Maybe } from '../http/fields.js';
import { forms } from '../problems/words/words.js';

type Data<T extends LogKeyCommand['type']> = Extract<LogKeyCommand, { readonly type: T }>['data'];

const vkey = matching(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, forms.logKey, 4_000, 'city.example/log+0a1b2c3d+AQ…');
const signature = matching(/^[A-Za-z0-9+/]+=*$/, forms.signature, 4_000, 'c2lnbmF0dXJl…');

export class AnnouncementSignatureDto {
  @Is(vkey, 'one of the two keys')
  readonly key!: string;

  @Is(signature, 'its signature over the text of the announcement')
  readonly signature!: string;
}

export class AnnounceLogKey extends DatedDto implements Data<'announce'> {
  @Is(vkey, 'the key in use')
  readonly replaces!: string;

  @Is(vkey, 'the key that takes its place, of the same log and the same kind')
  readonly key!: string;

  @Is(field.day, 'both sign until this day at the least')
  readonly bothUntil!: string;

  @HasEach(() => AnnouncementSignatureDto, 'of both keys', { min: 2, max: 2 })
  readonly signatures!: readonly AnnouncementSignatureDto[];

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class RetireLogKey extends DatedDto implements Data<'retire'> {
  @Maybe(field.text, 'why the time in which both were to sign is cut short, where it is')
  readonly reason?: string;
}
