import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { AccountScope } from '#store/account-context.ts';
import { openTestStore } from '#store/test-store.ts';
import type { Online, OnlineResult } from '#sync/online.ts';
import { IntakeForm } from './intake-form.svelte.ts';

const known = { id: 'asset-1', kind: 'asset', tag: 'ZC-0001', name: '打印机', room: '6F' } as Asset;

let answer: PromiseWithResolvers<OnlineResult<Asset[]>>;
let form: IntakeForm;
let end: () => void;

beforeEach(async () => {
	const { store } = await openTestStore();
	answer = Promise.withResolvers();
	const online = { lookup: () => answer.promise } as unknown as Online;
	const account: AccountScope = {
		store,
		zone: 'Asia/Shanghai',
		actor: { userId: 'u-1', name: 'u', roles: ['dispatcher'], deskIds: [] },
	};
	const stop = $effect.root(() => {
		form = new IntakeForm(account, online);
	});
	end = () => {
		stop();
		store.close();
	};
});
afterEach(() => end());

describe('a tag typed while the register is still searching', () => {
	it('gets its asset once the register has answered', async () => {
		const taken = form.typeTag(' zc-0001 ');
		expect(form.fields.asset).toEqual({ tag: 'zc-0001' });
		answer.resolve({ ok: true, value: [known] });
		await taken;
		expect(form.fields.asset).toMatchObject({ id: 'asset-1', tag: 'ZC-0001' });
		expect(form.fields.room).toBe('6F');
	});

	it('stays as typed where the register has none, or does not answer', async () => {
		const taken = form.typeTag('ZC-9');
		answer.resolve({ ok: false, refusal: { kind: 'offline' } });
		await taken;
		expect(form.fields.asset).toEqual({ tag: 'ZC-9' });
	});

	it('gives way to what was typed or chosen after it', async () => {
		const taken = form.typeTag('ZC-0001');
		form.fields.asset = { tag: 'ZC-7' };
		answer.resolve({ ok: true, value: [known] });
		await taken;
		expect(form.fields.asset).toEqual({ tag: 'ZC-7' });
	});
});
