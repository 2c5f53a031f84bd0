import { afterEach, beforeEach, expect, test } from 'vitest';
import { assetCategoriesId } from '#domain/asset/categories.ts';
import { MemoryStore } from '#server/store/memory.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
let ku: TestDevice;
let pan: TestDevice;
const card = 'custom:card';

beforeEach(() => open(new MemoryStore()));

async function open(store: MemoryStore) {
	server = await TestServer.open({ store });
	await server.staff({ ku: ['storekeeper'], pan: ['auditor'] });
	const fields = [{ key: 'card', name: '卡号', type: 'text', unique: true }];
	const categories = [{ path: '电源', name: '电源', fields, version: 1 }];
	const set = { name: '资产类别', categories };
	await server.must('assetCategories.import@1', assetCategoriesId, { set });
	ku = await server.signIn('ku');
	pan = await server.signIn('pan');
}
afterEach(() => server.close());

function register(device: TestDevice, id: string, more: object) {
	const set = { tag: id, name: 'UPS', category: '电源', ...more };
	return device.command('asset.register@1', id, { set });
}

test('the tree lies on every device of staff', async () => {
	const { records } = await pan.pull();
	expect(records.map(({ id }) => id)).toContain(assetCategoriesId);
});

test('who comes second with a value hears that it is taken, and nobody learns by whom', async () => {
	const [first] = await ku.push(register(ku, 'a-1', { [card]: 'K 1' }));
	const [second, third] = await pan.push(
		register(pan, 'a-2', { [card]: 'K 1' }),
		register(pan, 'a-3', { [card]: 'K 10' }),
	);
	expect(first).toMatchObject({ outcome: 'applied' });
	expect(second).toEqual({
		...{ seq: 1, outcome: 'rejected' },
		refusal: { kind: 'value-taken', fields: [card] },
	});
	expect(third).toMatchObject({ outcome: 'applied' });
});

test('two of one batch are told apart, and a value given up is free again', async () => {
	const [, second] = await ku.push(
		register(ku, 'a-1', { [card]: 'K-1' }),
		register(ku, 'a-2', { [card]: 'K-1' }),
	);
	expect(second).toMatchObject({ refusal: { kind: 'value-taken' } });
	const [, again] = await ku.push(
		ku.command('asset.edit@1', 'a-1', { set: { [card]: '' } }),
		register(ku, 'a-2', { [card]: 'K-1' }),
	);
	expect(again).toMatchObject({ outcome: 'applied' });
});

/** Answers the first two searches for a value only once both have looked. */
class MeetingStore extends MemoryStore {
	#looking = 0;
	readonly #both = Promise.withResolvers<void>();

	override async search(...query: Parameters<MemoryStore['search']>): Promise<string[]> {
		const found = await super.search(...query);
		if (query[0] !== 'asset') return found;
		this.#looking += 1;
		if (this.#looking === 2) this.#both.resolve();
		await this.#both.promise;
		return found;
	}
}

test('of two that look for a value in the same moment one decides again, and hears that it is taken', async () => {
	await server.close();
	await open(new MeetingStore());
	const value = { [card]: 'K-1' };
	const answers = await Promise.all([
		ku.push(register(ku, 'a-1', value)),
		pan.push(register(pan, 'a-2', value)),
	]);
	const outcomes = answers.map(([answer]) => answer?.refusal?.kind ?? answer?.outcome);
	expect(outcomes.sort()).toEqual(['applied', 'value-taken']);
});

test('a value goes from one to the next and back, by many turns', async () => {
	await ku.push(register(ku, 'a-1', { [card]: 'K-1' }), register(ku, 'a-2', {}));
	const set = (id: string, value: string) =>
		ku.command('asset.edit@1', id, { set: { [card]: value } });
	for (let n = 0; n < 5; n++) {
		const [from, to] = n % 2 === 0 ? ['a-1', 'a-2'] : ['a-2', 'a-1'];
		const answers = await ku.push(set(from ?? '', ''), set(to ?? '', 'K-1'));
		expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	}
	const [refused] = await ku.push(set('a-1', 'K-1'));
	expect(refused).toMatchObject({ refusal: { kind: 'value-taken' } });
});
