import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { InvalidFields, type FieldError } from '../../kernel/errors.js';

/** How every request body and query is checked: unknown fields are refused, problems come in Chinese per field. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new InvalidFields(flattenErrors(errors).slice(0, MOST_ERRORS)),
  });
}

/** Nobody reads more, and an answer should not be larger than its request. */
const MOST_ERRORS = 50;

type ErrorNode = Pick<ValidationError, 'property' | 'constraints' | 'children'>;

/** class-validator's tree as a flat list; nested fields are joined by dots. */
export function flattenErrors(errors: readonly ErrorNode[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    const [rule, text] = Object.entries(error.constraints ?? {})[0] ?? [];
    const message = rule === 'whitelistValidation' ? '没有这个字段，请去掉' : text;
    const own = message === undefined ? [] : [{ field, message }];
    return [...own, ...flattenErrors(error.children ?? [], field)];
  });
}
