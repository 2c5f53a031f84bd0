import { describe, expect, it } from 'vitest';
import type { Actor, Command } from './command.ts';
import { runCommand } from './run-command.ts';
import { parseRecord } from './record-schemas.ts';
import type { Instant } from './time/instant.ts';
import { upcast, type Upcasts } from './upcasts.ts';

const now = '2026-11-21T02:00:00.000Z' as Instant;
const command = (type: string, args: Command['args'] = {}, base?: Command['base']): Command => ({
	...{ device: 'device-1', seq: 7, type, kind: 'asset', record: 'asset-1', args },
	...(base && { base }),
	at: { raw: now, offsetMs: 0, effective: now },
});

/** An app whose command came to its third version, each with another name for the same field. */
const names = { 'asset.label@3': {} };
const table: Upcasts = {
	'asset.label@1': ({ args }) => ({ args: { second: args['first'] } }),
	'asset.label@2': ({ args, base }) => ({
		args: { third: args['second'] },
		...(base && { base: { third: base['second'] } }),
	}),
};

describe('a command', () => {
	it('of today is taken as it is', () => {
		const sent = command('asset.label@3', { third: 'x' });
		expect(upcast(sent, names, table)).toEqual({ ok: true, value: sent });
	});

	it('of the version before is brought up to today’s, with what its author had seen', () => {
		const sent = command('asset.label@2', { second: 'x' }, { second: 'y' });
		expect(upcast(sent, names, table)).toEqual({
			ok: true,
			value: command('asset.label@3', { third: 'x' }, { third: 'y' }),
		});
	});

	it.each([
		['older than that', 'asset.label@1', 'command-too-old'],
		['older than the table', 'asset.label@0', 'command-too-old'],
		['of a newer app', 'asset.label@4', 'unknown-command'],
		['nobody knows', 'asset.paint@1', 'unknown-command'],
		['named like a thing of the language', 'asset.constructor@1', 'unknown-command'],
	])('%s is refused', (_, type, kind) => {
		expect(upcast(command(type), names, table)).toEqual({ ok: false, refusal: { kind } });
	});
});

describe('carried out', () => {
	const actor: Actor = { userId: 'u-1', name: 'u', roles: ['admin'], deskIds: [] };
	const made = { createdAt: now, createdBy: 'u-1', updatedAt: now, updatedBy: 'u-1', history: [] };
	const asset = parseRecord('asset', {
		...{ id: 'asset-1', kind: 'asset', tag: 'ZC-1', name: 'PC', state: 'in_use', moves: [] },
		...made,
	});
	const older: Upcasts = {
		'asset.edit@0': ({ args }) => ({ args: { set: { name: args['title'] } } }),
	};
	const run = (type: string, args: Command['args'], upcasts?: Upcasts) =>
		runCommand(asset, command(type, args), actor, async () => undefined, undefined, upcasts);

	it('one of an older app does what today’s does, under today’s name', async () => {
		const done = await run('asset.edit@0', { title: 'Printer' }, older);
		const today = await run('asset.edit@1', { set: { name: 'Printer' } });
		expect(done).toEqual(today);
		expect(done).toMatchObject({ ok: true, value: { changed: true, record: { name: 'Printer' } } });
	});

	it('its arguments pass the same schema', async () => {
		const refused = await run('asset.edit@0', { title: 7 }, older);
		expect(refused).toMatchObject({ ok: false, refusal: { kind: 'bad-input' } });
	});

	it('without a row in the table it is too old', async () => {
		const refused = await run('asset.edit@0', { title: 'Printer' });
		expect(refused).toMatchObject({ ok: false, refusal: { kind: 'command-too-old' } });
	});
});
