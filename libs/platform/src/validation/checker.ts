import { getMetadataStorage, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import { generalProblems } from '../problems/general.js';
import { Problem, type InputError } from '../problems/problem.js';
import type { Told } from '../words/told.js';
import { details, forms } from '../words/words.js';
import { fieldsOf, type FieldEntry, type Part, toldOf } from './fields.js';
import { pointerStep } from './pointer.js';

/**
 * Checks plain JSON against a DTO class. The rules are the ones that class-validator holds for the class; they are
 * compiled once, because its own executor sorts them anew for every object. Nothing slips through: members are
 * looked up as own members of the JSON, so `constructor`, `__proto__` and `prototype` are as unknown as any other. What
 * comes out is plain: an object of the shape of the class, with the members that were sent.
 */
export type Checker<T> = (value: unknown, errors: InputError[], pointer: string) => T;

interface Rule {
  readonly each: boolean;
  readonly constraint: ValidatorConstraintInterface;
  readonly constraints: readonly unknown[];
  readonly told: Told;
}

interface FieldPlan {
  readonly field: FieldEntry;
  readonly pointer: string;
  readonly rules: readonly Rule[];
  readonly part: Checker<object> | undefined;
}

const compiled = new WeakMap<Part, Checker<object>>();

export const checkerOf = <T extends object>(type: new () => T): Checker<T> => {
  const known = compiled.get(type);
  if (known !== undefined) return known as Checker<T>;
  let check: Checker<object> | undefined;
  const late: Checker<object> = (value, errors, pointer) => (check ??= compile(type))(value, errors, pointer);
  compiled.set(type, late);
  return late as Checker<T>;
};

/** @throws Problem `invalid-input` with every error at once */
export const checked = <T extends object>(type: new () => T, value: unknown): T => {
  const errors: InputError[] = [];
  const result = checkerOf(type)(value, errors, '');
  if (errors.length > 0) throw invalidInput(errors);
  return result;
};

export const invalidInput = (errors: readonly InputError[]): Problem =>
  new Problem(generalProblems['invalid-input'], details.invalidMembers(errors.length), { errors });

const compile = (type: Part): Checker<object> => {
  const plans = planOf(type);
  const names = [...plans.keys()].join(', ');
  return (value, errors, pointer) => {
    const result: Record<string, unknown> = {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      errors.push({ pointer, detail: forms.object });
      return result;
    }
    const given = value as Record<string, unknown>;
    for (const name of Object.keys(given)) {
      if (!plans.has(name)) {
        errors.push({ pointer: pointer + pointerStep(name), detail: forms.unknownMember(names) });
      }
    }
    for (const plan of plans.values()) {
      const name = plan.field.property;
      const member = Object.hasOwn(given, name) ? given[name] : undefined;
      if (member === undefined) {
        if (!plan.field.optional) errors.push({ pointer: pointer + plan.pointer, detail: missing(plan) });
      } else {
        result[name] = checkMember(plan, member, result, errors, pointer + plan.pointer);
      }
    }
    return result;
  };
};

const missing = ({ rules, part }: FieldPlan): Told => {
  const form = (part === undefined ? rules.at(-1)?.told : undefined) ?? forms.object;
  return (language) => forms.missing(form(language))(language);
};

const checkMember = (plan: FieldPlan, value: unknown, owner: object, errors: InputError[], pointer: string): unknown => {
  let sound = true;
  for (const rule of plan.rules) {
    if (!rule.each) {
      if (!holds(rule, value, owner, plan.field.property)) {
        errors.push({ pointer, detail: rule.told });
        sound = false;
      }
    } else if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        if (!holds(rule, item, owner, plan.field.property)) {
          errors.push({ pointer: pointer + pointerStep(index), detail: rule.told });
          sound = false;
        }
      });
    }
  }
  const { part } = plan;
  if (part === undefined) return value;
  if (plan.field.list === undefined) return part(value, errors, pointer);
  return Array.isArray(value) && sound
    ? value.map((item: unknown, index) => part(item, errors, pointer + pointerStep(index)))
    : value;
};

const argumentsFor = (rule: Rule, value: unknown, object: object, property: string): ValidationArguments => ({
  value,
  object,
  property,
  targetName: object.constructor.name,
  constraints: [...rule.constraints],
});

const holds = (rule: Rule, value: unknown, owner: object, property: string): boolean =>
  rule.constraint.validate(value, argumentsFor(rule, value, owner, property)) === true;

const planOf = (type: Part): ReadonlyMap<string, FieldPlan> => {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(type, '', false, false);
  const plans = new Map<string, FieldPlan>();
  for (const [name, field] of fieldsOf(type)) {
    const rules = metadata
      .filter((rule) => rule.propertyName === name && rule.type === 'customValidation')
      .flatMap((rule) =>
        storage.getTargetValidatorConstraints(rule.constraintCls).map((constraint) => ({
          each: rule.each,
          constraint: constraint.instance,
          constraints: (rule.constraints ?? []) as readonly unknown[],
          told: toldOf(field, rule.name),
        })),
      )
      .sort((left, right) => Number(left.each) - Number(right.each));
    const part = field.part === undefined ? undefined : checkerOf(field.part());
    plans.set(name, { field, pointer: pointerStep(name), rules, part });
  }
  return plans;
};
