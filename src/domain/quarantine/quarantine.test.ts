import { describe, expect, test } from 'vitest';
import { channelsOf, deskQuarantineChannel, referenceChannel } from '../access/channels.ts';
import { grantsOf } from '../access/grants.ts';
import { roles, type Role } from '../access/roles.ts';
import type { Actor, Command } from '../command.ts';
import { runCommand } from '../run-command.ts';
import { parseRecord } from '../record-schemas.ts';
import type { Instant } from '../time/instant.ts';
import { carriedOut, newQuarantine } from './quarantine-steps.ts';
import { quarantineFateOf, quarantineId, type Quarantine } from './quarantine.ts';

const now = '2026-11-21T02:00:00.000Z' as Instant;
const at = { raw: now, offsetMs: 0, effective: now };
const actor = (role: Role): Actor => ({ userId: role, name: role, roles: [role], deskIds: [] });
const command = (type: string, record: string, args: object = {}): Command => ({
	...{ device: 'd', seq: 7, type, kind: type.split('.')[0] as 'asset', record, at },
	args: { ...args },
});
const work = command('asset.edit@1', 'asset-1', { set: { room: '3F' } });

function made(of = work): Quarantine {
	const author = actor('engineer');
	const item = newQuarantine({ command: of, author, why: 'out-of-scope', now, about: undefined });
	return parseRecord('quarantine', item);
}
async function decide(item: Quarantine, role: Role, name: string, args: object = {}) {
	const decision = command(`quarantine.${name}@1`, item.id, args);
	const result = await runCommand(item, decision, actor(role), async () => undefined);
	return result.ok ? (result.value.record as Quarantine) : result.refusal.kind;
}

describe('a quarantined command', () => {
	test('lies in the channel of the desk only', () => {
		const channels = channelsOf(made());
		expect(channels).not.toContain(referenceChannel);
		const seers = roles.filter((role) =>
			grantsOf({ userId: 'x', roles: [role] }, []).some((grant) => channels.includes(grant)),
		);
		expect(seers).toEqual(['dispatcher', 'supervisor', 'admin']);
		expect(channels).toContain(deskQuarantineChannel);
	});

	test.each(roles)('%s decides only at the desk', async (role) => {
		const mayDecide = ['dispatcher', 'supervisor', 'admin'].includes(role);
		const released = await decide(made(), role, 'release');
		if (!mayDecide) expect(released).toBe('not-allowed');
		else expect(released).toMatchObject({ state: 'releasing', attempts: 1, release: { by: role } });
		const discarded = await decide(made(), role, 'discard', { reason: '重复' });
		if (!mayDecide) expect(discarded).toBe('not-allowed');
		else expect(discarded).toMatchObject({ state: 'discarded' });
	});

	test('about what an administrator keeps is released by one', async () => {
		const item = made(command('user.edit@1', 'u-1', { set: { roles: ['admin'] } }));
		expect(await decide(item, 'dispatcher', 'release')).toBe('not-allowed');
		expect(await decide(item, 'admin', 'release')).toMatchObject({ state: 'releasing' });
	});

	test('a decision of the desk is lent by nobody', async () => {
		const item = made(command('quarantine.release@1', 'q:d:1'));
		for (const role of roles) expect(await decide(item, role, 'release')).toBe('not-allowed');
	});

	test('is let go with a reason, and not when it is decided', async () => {
		expect(await decide(made(), 'dispatcher', 'discard', { reason: ' ' })).toBe('bad-input');
		const releasing = (await decide(made(), 'dispatcher', 'release')) as Quarantine;
		expect(await decide(releasing, 'supervisor', 'discard', { reason: 'x' })).toBe('wrong-state');
		expect(await decide(releasing, 'supervisor', 'release')).toEqual(releasing);
	});

	test('taken by the record is released, refused is open again with the reason', async () => {
		const releasing = (await decide(made(), 'dispatcher', 'release')) as Quarantine;
		const taken = carriedOut(releasing, { seq: 7, outcome: 'applied', rev: 3 }, now);
		expect(taken).toMatchObject({ state: 'released', outcome: 'applied' });
		expect(quarantineFateOf(taken)).toEqual({ fate: 'released' });
		const refusal = { kind: 'wrong-state', detail: { state: 'retired' } };
		const refused = carriedOut(releasing, { seq: 7, outcome: 'rejected', refusal }, now);
		expect(refused).toMatchObject({ state: 'open', lastRefusal: { refusal, by: 'dispatcher' } });
		expect(quarantineFateOf(refused)).toBeUndefined();
		expect(await decide(refused, 'dispatcher', 'release')).toMatchObject({ attempts: 2 });
	});

	test('has one id, whatever the length of its device’s', () => {
		const item = made({ ...work, device: 'd'.repeat(40), seq: Number.MAX_SAFE_INTEGER });
		expect(item.id).toBe(quarantineId(item.command));
	});
});
