import type { Role } from '@covenant/domain';
import { department, departmentKeys, sampleCityId, type DepartmentKey } from '../sample/place.js';

/** An office of the sample city that somebody who tries Covenant out can sign in as. Nobody real holds it. */
export interface SampleAccount {
  /** The `sub` of its tokens, and what the sign-in form sends. */
  readonly id: string;
  readonly office: Office;
  readonly department?: DepartmentKey;
  readonly role: Role;
  readonly cityId?: string;
  readonly dutyBearerId?: string;
}

export const offices = ['resident', 'staff', 'focal-point', 'council', 'oversight', 'administrator'] as const;
export type Office = (typeof offices)[number];

const account = (office: Office): SampleAccount => ({ id: `sample:${office}`, office, role: office, cityId: sampleCityId });

const staff = (key: DepartmentKey): SampleAccount => ({
  ...account('staff'),
  id: `sample:staff-${key}`,
  department: key,
  dutyBearerId: department(key).id,
});

/** One account a role, and one of staff for each department. The administrator's belongs to no city. */
export const sampleAccounts: readonly SampleAccount[] = offices.flatMap((office) => {
  if (office === 'staff') return departmentKeys.map(staff);
  return office === 'administrator' ? [{ id: 'sample:administrator', office, role: office }] : [account(office)];
});

export const sampleAccount = (id: string): SampleAccount | undefined => sampleAccounts.find((one) => one.id === id);
