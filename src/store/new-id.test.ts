import { expect, it } from 'vitest';
import * as v from 'valibot';
import { IdSchema } from '#domain/record.ts';
import { newId } from './new-id.ts';

it('is a UUIDv7 that carries its time and sorts by it', () => {
	const ms = Date.UTC(2026, 10, 21, 2, 0);
	const id = newId(ms);
	expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(ms);
	expect(newId(ms + 1) > id).toBe(true);
	expect(v.is(IdSchema, id)).toBe(true);
});

it('is never the same twice', () => {
	const ids = Array.from({ length: 1_000 }, () => newId(1));
	expect(new Set(ids).size).toBe(1_000);
});
