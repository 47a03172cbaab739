import { IsArray, IsOptional, Matches, ValidateBy } from 'class-validator';
import { isRecord } from './is-record.js';

/** Whole spaces per indentation level: the least a request may ask for. */
export const MIN_INDENT = 1;
/** Whole spaces per indentation level: the most a request may ask for. */
export const MAX_INDENT = 8;

/** What each broken rule says after the field's path. Every text ends in the remedy. */
export const RULE = {
  required: 'is required. Pass a JSON value (null is one).',
  text: 'must be a string. Pass KTOF text.',
  flag: 'must be true or false. Pass one of them, or leave it out.',
  record: 'must be an object. Pass one, or leave it out.',
  models: 'must be a list of non-empty strings. Pass model names such as "gpt-4o".',
  indent: `must be a whole number from ${MIN_INDENT} to ${MAX_INDENT}. Pass one, or leave it out.`,
  delimiter: 'must be exactly one of comma, tab and "|". Pass one of them, or leave it out.',
  lengthMarker: 'must be true, false or "#". Pass one of them, or leave it out.',
  profile: 'must be "ktof", "toon" or "legacy". Pass one of them, or leave it out.',
} as const;

/** The field is there. `null` counts: it is a JSON value; `undefined` is not. */
export function IsPresent(): PropertyDecorator {
  return ValidateBy({
    name: 'isPresent',
    validator: { validate: (value) => value !== undefined, defaultMessage: () => RULE.required },
  });
}

/** The field is an object with named fields. Only its type is looked at, never its content. */
export function IsRecord(): PropertyDecorator {
  return ValidateBy({
    name: 'isRecord',
    validator: { validate: isRecord, defaultMessage: () => RULE.record },
  });
}

/** The field is a list of model names, or left out. */
export function IsModelList(): PropertyDecorator {
  const rules = [
    IsOptional(),
    IsArray({ message: RULE.models }),
    Matches(/\S/, { each: true, message: RULE.models }),
  ];
  return (target, property) => rules.forEach((rule) => rule(target, property));
}
