import { z } from 'zod';
import type { Dice } from './dice.ts';
import { hostileTexts, hostileValues } from './hostile-values.ts';

/** The parts of JSON Schema that the contract's schemas come out as. */
interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** Values that exist on the server, by the names of the fields that carry them. */
export type Known = Readonly<Record<string, readonly string[]>>;

const alphabets = ['abc xyz', 'абв', 'あ漢字', '👍🏽é'].map((letters) => [...letters]);

const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** @returns what a caller may give for the schema, as JSON Schema */
function shapeOf(schema: z.ZodType): JsonSchema {
  const known = schemas.get(schema);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  schemas.set(schema, made);
  return made;
}

/** Makes values for schemas: mostly right, sometimes at a bound, sometimes hostile. */
export class SchemaValues {
  readonly #dice: Dice;
  readonly #known: Known;
  /** How likely each single value is a hostile one. */
  readonly #hostility: number;

  constructor(dice: Dice, known: Known, hostility: number) {
    this.#dice = dice;
    this.#known = known;
    this.#hostility = hostility;
  }

  of(schema: z.ZodType): unknown {
    return this.#value(shapeOf(schema), '');
  }

  #value(schema: JsonSchema, name: string): unknown {
    if (this.#dice.chance(this.#hostility)) return this.#dice.pick(hostileValues);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return this.#value(this.#dice.pick(choices), name);
    if (schema.enum !== undefined) return this.#dice.pick(schema.enum);
    if ('const' in schema) return schema.const;
    switch (schema.type) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return this.#array(schema, name);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#dice.chance(0.5);
      case 'null':
        return null;
      default:
        return this.#text(schema, name);
    }
  }

  #object({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(properties)) {
      const isGiven = required.includes(name) ? !this.#dice.chance(0.02) : this.#dice.chance(0.5);
      if (isGiven) made[name] = this.#value(property, name);
    }
    return made;
  }

  #array({ items = {} }: JsonSchema, name: string): unknown[] {
    const length = this.#dice.chance(0.05) ? 40 : this.#dice.below(4);
    return Array.from({ length }, () => this.#value(items, name));
  }

  #number({ minimum = -3, maximum = 1_000_000 }: JsonSchema): number {
    const low = Math.max(minimum, -1e9);
    const high = Math.min(maximum, 1e9);
    const edges = [low, high, low - 1, high + 1, low + 0.5];
    return this.#dice.chance(0.3)
      ? this.#dice.pick(edges)
      : low + this.#dice.below(Math.min(high - low + 1, 1_000));
  }

  #text(schema: JsonSchema, name: string): string {
    const known = this.#known[name] ?? this.#known[name.replace(/s$/, '')];
    if (known !== undefined && known.length > 0 && this.#dice.chance(0.9)) {
      return this.#dice.pick(known);
    }
    if (this.#dice.chance(0.1)) return this.#dice.pick(hostileTexts);
    const { minLength = 0, maxLength = 40 } = schema;
    const length = this.#dice.chance(0.1)
      ? this.#dice.pick([minLength, maxLength, maxLength + 1])
      : minLength + this.#dice.below(Math.min(maxLength - minLength + 1, 30));
    const letters = this.#dice.pick(alphabets);
    let text = '';
    for (let left = length; left > 0; left -= 1) text += this.#dice.pick(letters);
    return text;
  }
}
