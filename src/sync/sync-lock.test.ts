import { afterEach, expect, it, vi } from 'vitest';
import { SyncLock } from './sync-lock.ts';

const open: SyncLock[] = [];
afterEach(() => {
	for (const lock of open.splice(0)) lock.release();
});

function contender(
	name: string,
	story: string[],
	locks: LockManager | undefined = navigator.locks,
) {
	const lock = new SyncLock({
		locks,
		name: 'outpost-sync:test',
		lead: () => story.push(`${name} leads`),
		lost: () => story.push(`${name} lost`),
	});
	open.push(lock);
	return lock;
}

it('lets one lead, the next when it ends', async () => {
	const story: string[] = [];
	const [first, second] = [contender('first', story), contender('second', story)];
	first.request();
	second.request();
	await vi.waitFor(() => expect(story).toEqual(['first leads']));
	first.release();
	await vi.waitFor(() => expect(story).toEqual(['first leads', 'second leads']));
});

it('is taken from a frozen one, which queues again when it wakes', async () => {
	const story: string[] = [];
	const [frozen, thief] = [contender('frozen', story), contender('thief', story)];
	frozen.request();
	thief.request();
	await vi.waitFor(() => expect(story).toEqual(['frozen leads']));
	thief.takeOver();
	await vi.waitFor(() =>
		expect([...story].sort()).toEqual(['frozen leads', 'frozen lost', 'thief leads']),
	);
	thief.release();
	await vi.waitFor(() => expect(story.at(-1)).toBe('frozen leads'));
	expect(story.filter((line) => line === 'thief lost')).toEqual([]);
});

it('without locks everybody leads', () => {
	const story: string[] = [];
	new SyncLock({
		locks: undefined,
		name: 'any',
		lead: () => story.push('leads'),
		lost: () => undefined,
	}).request();
	expect(story).toEqual(['leads']);
});
