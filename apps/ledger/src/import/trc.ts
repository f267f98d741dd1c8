import { partsOf, servedBy, titleOf } from './mapping.js';
import { trcSections } from './mappings.data.js';
import { groupsOf, identityOf, member, type Planner } from './planned.js';

/** Columns without which a file is not one of the Commission's calls. */
export const trcColumns = ['call_id', 'parent_call', 'section', 'addressed_to', 'text_en'] as const;

export const trcSource = 'Truth and Reconciliation Commission of Canada: Calls to Action';

/**
 * Calls that name municipalities among their addressees. A part of a call (`23.ii`) is read with the words of the call
 * it belongs to, which stands before it in the file.
 */
export function trcPlanner(): Planner {
  const calls = new Map<string, string>();
  return (cells, setting) => {
    const [id = '', parent = '', section = '', addressedTo = '', text = ''] = trcColumns.map((name) => cells[name]);
    if (id === '') return { refused: 'it has no call_id' };
    if (text === '') return { refused: 'it has no text' };
    calls.set(id, text);
    if (!partsOf(addressedTo).includes('municipal')) return undefined;
    const heading = parent === '' ? '' : calls.get(parent);
    if (heading === undefined) return { refused: `it is a part of call ${parent}, which does not stand before it` };

    const whole = heading === '' ? text : `${heading} ${text}`;
    const served = servedBy([section], trcSections);
    return {
      identity: identity(id, whole),
      unknownWords: served.unknown,
      steps: [
        {
          aggregate: 'obligation',
          command: {
            type: 'record',
            data: {
              cityId: setting.cityId,
              title: titleOf(`Call ${id}: ${text}`),
              rights: served.rights,
              sdgTargets: served.sdgTargets,
              groups: groupsOf(setting, served.groups),
              source: {
                instrument: trcSource,
                provision: section,
                recommendation: { id, text: whole, by: 'Truth and Reconciliation Commission of Canada' },
              },
              dutyBearerId: setting.dutyBearerId,
              dimension: served.dimension,
              realisation: served.realisation,
            },
          },
        },
      ],
    };
  };
}

const identity = (id: string, text: string): string => identityOf('trc', [id, text]);

/** The identity of the call that an obligation of the ledger was made of; undefined when it was made of none. */
export function trcIdentityOf(record: object): string | undefined {
  if (member(record, 'source', 'instrument') !== trcSource) return undefined;
  return identity(member(record, 'source', 'recommendation', 'id'), member(record, 'source', 'recommendation', 'text'));
}
