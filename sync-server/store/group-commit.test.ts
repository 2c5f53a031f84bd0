import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';
import { sqliteTransactions } from './sqlite-transactions.ts';

let db: DatabaseSync;
let wholes: number;
let group: GroupCommit;

beforeEach(() => {
	db = new DatabaseSync(':memory:');
	db.exec('CREATE TABLE word (text TEXT PRIMARY KEY) STRICT');
	wholes = 0;
	const transactions = sqliteTransactions(db);
	group = new GroupCommit({
		...transactions,
		whole(work) {
			wholes++;
			transactions.whole(work);
		},
	});
});

function write(text: string): Promise<string> {
	return group.add(() => {
		db.prepare('INSERT INTO word VALUES (?)').run(text);
		return text;
	});
}

function written(): unknown[] {
	return db
		.prepare('SELECT text FROM word ORDER BY text')
		.all()
		.map(({ text }) => text);
}

test('what comes together is one transaction', async () => {
	expect(await Promise.all([write('a'), write('b'), write('c')])).toEqual(['a', 'b', 'c']);
	expect(wholes).toBe(1);
	expect(written()).toEqual(['a', 'b', 'c']);
});

test('one that fails is undone alone', async () => {
	const outcomes = await Promise.allSettled([
		write('a'),
		group.add(() => {
			db.prepare('INSERT INTO word VALUES (?)').run('half');
			throw new Error('broken off');
		}),
		write('b'),
	]);
	expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(written()).toEqual(['a', 'b']);
});

test('nobody is told of what did not reach the disk', async () => {
	const transactions = sqliteTransactions(db);
	const fullDisk = new GroupCommit({
		...transactions,
		whole: (work) =>
			transactions.whole(() => {
				work();
				throw new Error('disk full');
			}),
	});
	const outcomes = await Promise.allSettled(
		['a', 'b'].map((text) =>
			fullDisk.add(() => db.prepare('INSERT INTO word VALUES (?)').run(text)),
		),
	);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(written()).toEqual([]);
});

test('what waits can be written at once', async () => {
	const waiting = write('a');
	group.flush();
	expect(written()).toEqual(['a']);
	expect(await waiting).toBe('a');
});
