import { expect, test } from 'vitest';
import { CouchListeners } from './couch-listeners.ts';
import type { RecordDocument } from './couch-documents.ts';

const key = { kind: 'workOrder', id: 'o-1' } as const;
const document = (rev: string): RecordDocument => ({
	...{ _id: 'workOrder/o-1', _rev: rev, type: 'record', ...key, rev: 2 },
	...{ channels: ['user:u-2'], former: { 'user:u-1': 2, 'user:u-0': 1 }, marks: {}, results: [] },
	...{ json: '{}', terms: [], text: '' },
});

test('tells what others wrote, and every leaving of a channel, but not what was written here', () => {
	const listeners = new CouchListeners();
	const heard: (readonly string[])[] = [];
	const stop = listeners.add((_, touched) => heard.push(touched));
	listeners.wrote('2-a');
	listeners.read(key, ['user:u-2'], document('2-a'));
	listeners.read(key, ['user:u-2'], document('3-b'));
	// Whoever wrote on a write nobody was answered for tells of its leaving.
	listeners.read(key, ['user:u-1'], undefined);
	// A commit of ours broke off behind its write.
	listeners.unanswered(document('2-a'));
	stop();
	listeners.read(key, ['user:u-3'], undefined);
	expect(heard).toEqual([['user:u-2'], ['user:u-1'], ['user:u-2', 'user:u-1']]);
});
