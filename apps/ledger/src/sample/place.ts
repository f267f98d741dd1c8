import { createHash } from 'node:crypto';
import { cityIdOf } from '@covenant/commands';
import { addDays, type AggregateName, type DomainCommand, type Role } from '@covenant/domain';
import { mappedGroups } from '../import/mappings.data.js';
import type { Setting } from '../import/planned.js';
import { type Act, idOf, office, type Office } from './acts.js';

/** Everything that the sample touches carries this word in what a reader sees first. */
export const mark = '(sample)';
export const marked = (title: string): string => `${title} ${mark}`;

export const sampleSlug = 'riverbend-sample';
export const sampleCityId = cityIdOf(sampleSlug);
export const sampleName = marked('Riverbend');

/** The offices of the sample. They are roles; nobody holds them. */
const role = (name: string, held: Role, dutyBearerId?: string): Office => office(`sample:${name}`, held, sampleCityId, dutyBearerId);

export const register = office('sample:register', 'focal-point');
export const focalPoint = role('human-rights-office', 'focal-point');
export const council = role('human-rights-council', 'council');
export const oversight = role('ombudsperson', 'oversight');

export const departmentKeys = ['housing', 'police', 'health', 'equity', 'learning', 'parks'] as const;
export type DepartmentKey = (typeof departmentKeys)[number];

const departmentId = (key: DepartmentKey): string => idOf(focalPoint, `sample:duty-bearer:${key}`);
export const department = (key: DepartmentKey): { readonly id: string; readonly staff: Office } => {
  const id = departmentId(key);
  return { id, staff: role(`staff-${key}`, 'staff', id) };
};

export const groupId = (key: string): string => idOf(focalPoint, `sample:group:${key}`);
const groupIds: ReadonlyMap<string, string> = new Map(Object.keys(mappedGroups).map((key) => [key, groupId(key)]));

/** Where the sample's imported rows go when this department answers for them. */
export const settingOf = (key: DepartmentKey): Setting => ({ cityId: sampleCityId, dutyBearerId: departmentId(key), groupIds });

/** An act of an office on a record begun by an earlier act. */
export const act = (
  by: Office,
  key: string,
  aggregate: AggregateName,
  command: DomainCommand,
  more: { readonly id?: string; readonly effectiveOn?: string } = {},
): Act => ({ by, key: `sample:${key}`, aggregate, command, ...more });

/** A file of evidence that stands for one: its digest is that of the sentence that names it. */
export function evidence(title: string): { sha256: string; bytes: number; mediaType: string; name: string } {
  const text = `Sample evidence: ${title}\n`;
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: Buffer.byteLength(text),
    mediaType: 'text/plain',
    name: `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-sample.txt`,
  };
}

/** Days from the day on which the sample is planted. */
export type Day = (days: number) => string;
export const dayFrom =
  (today: string): Day =>
  (days) =>
    addDays(today, days);
