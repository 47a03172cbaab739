import { types } from 'node:util';

/**
 * A view of a value through which it can be read and not changed: every change throws a `TypeError`, however
 * deep. Nothing is copied.
 */
export function readOnlyView(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // What a date does it does to itself: a view of it would be none.
  if (types.isDate(value)) return new Date(value);
  // The target is a stand-in: of a frozen object a proxy may not give anything but what is in it.
  return new Proxy(Array.isArray(value) ? [] : {}, readOnly(value));
}

function readOnly(value: object): ProxyHandler<object> {
  // A method is called on the view: it sees what the view shows, and can change nothing either.
  const read = (name: PropertyKey): unknown => readOnlyView(Reflect.get(value, name, value));
  return {
    get: (_, name) => read(name),
    has: (_, name) => Reflect.has(value, name),
    ownKeys: () => Reflect.ownKeys(value),
    getPrototypeOf: () => Reflect.getPrototypeOf(value),
    getOwnPropertyDescriptor: (target, name) => {
      const own = Reflect.getOwnPropertyDescriptor(value, name);
      const isFixed = Object.hasOwn(target, name);
      return own && { ...fieldOf(own.enumerable, read(name)), ...(isFixed && FIXED) };
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
    preventExtensions: refuse,
  };
}

/** The length of an array, which its stand-in has as well. */
const FIXED = { writable: true, configurable: false };

function fieldOf(enumerable: boolean | undefined, value: unknown): PropertyDescriptor {
  return { value, enumerable: enumerable === true, configurable: true, writable: false };
}

function refuse(): never {
  throw new TypeError('A hook cannot change a payload. Change it before the call.');
}
