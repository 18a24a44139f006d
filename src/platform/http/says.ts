import { registerDecorator, type ValidationArguments } from 'class-validator';

/**
 * A class-validator rule from a function that answers with the problem in Chinese, or null. The message and
 * the rule then come from one place, often shared with the kernel.
 *
 * @param problemOf gets the value and the whole object
 */
export function Says(problemOf: (value: unknown, whole: object) => string | null): PropertyDecorator {
  return (target, key) => {
    registerDecorator({
      name: 'says',
      target: target.constructor,
      propertyName: String(key),
      validator: {
        validate: (value: unknown, args?: ValidationArguments) =>
          problemOf(value, args?.object ?? {}) === null,
        defaultMessage: (args?: ValidationArguments) =>
          problemOf(args?.value, args?.object ?? {}) ?? '内容有误',
      },
    });
  };
}
