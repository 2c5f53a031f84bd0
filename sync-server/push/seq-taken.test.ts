import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
let engineer: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], e08: ['engineer'] });
	await server.premises('one');
	await server.order('first', 'one', 'e08');
	engineer = await server.signIn('e08');
});
afterEach(() => server.close());

const note = (text: string) => engineer.command('workOrder.note@1', 'first', { text });
const notes = async () => (await server.administration.get('workOrder', 'first'))?.notes.length;

test('the same command again is a duplicate, another one by its name is told so', async () => {
	const one = note('one');
	const other = { ...note('other'), seq: one.seq };
	await engineer.push(one);
	expect(await engineer.push(one)).toMatchObject([{ outcome: 'duplicate', original: 'applied' }]);
	expect(await engineer.push(other)).toEqual([
		{ seq: one.seq, outcome: 'rejected', refusal: { kind: 'seq-taken' } },
	]);
	expect(await notes()).toBe(1);
});

test('two by one name in one batch: the second is told', async () => {
	const one = note('one');
	const other = { ...note('other'), seq: one.seq };
	const results = await engineer.push(one, other, one);
	expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'rejected', 'duplicate']);
	expect(results[1]).toMatchObject({ refusal: { kind: 'seq-taken' } });
});

test('a command whose time was ahead and was set right is still the same', async () => {
	const { at, ...rest } = note('early');
	const effective = '2027-01-01T00:00:00.000Z';
	const ahead = { ...rest, at: { ...at, effective } };
	await engineer.push(ahead);
	expect(await engineer.push(ahead)).toMatchObject([{ outcome: 'duplicate' }]);
});

test('an answer tells nothing of how it is compared', async () => {
	const [result] = await engineer.push(note('one'));
	expect(result).not.toHaveProperty('content');
});
