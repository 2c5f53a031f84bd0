/** The page every store is measured in: the same for all, with nothing on the screen. */
import type { PullGiven, Pulled, Subject, Trial, Worked, WorkGiven } from './subject.ts';

const loaders: Record<string, () => Promise<Subject>> = {
	ours: async () => (await import('./ours.ts')).ours,
	dexie: async () => (await import('./bare-dexie.ts')).sameIndexes,
	dexieFew: async () => (await import('./bare-dexie.ts')).fewIndexes,
	rxdb: async () => (await import('./rxdb.ts')).rxdb,
	pouchdb: async () => (await import('./pouchdb.ts')).pouchdb,
};

async function subjectOf(name: string): Promise<Subject> {
	const load = loaders[name];
	if (!load) throw new Error(`no subject ${name}`);
	return load();
}

/** The library is there before the clock starts; opening the database counts. */
async function pull(name: string, given: PullGiven): Promise<Pulled> {
	const subject = await subjectOf(name);
	const tasks = watchLongTasks();
	const start = performance.now();
	await subject.pull(given);
	const ms = performance.now() - start;
	await nextTask();
	const records = await subject.count();
	const { usage = 0 } = await navigator.storage.estimate();
	return { ms, records, diskBytes: usage, tasks: tasks() };
}

async function work(name: string, given: WorkGiven): Promise<Worked> {
	const subject = await subjectOf(name);
	if (!subject.work) throw new Error(`${name} has no work`);
	return subject.work(given);
}

function watchLongTasks(): () => number[] {
	const tasks: number[] = [];
	const observer = new PerformanceObserver((list) => {
		for (const { duration } of list.getEntries()) tasks.push(duration);
	});
	observer.observe({ type: 'longtask' });
	return () => {
		observer.disconnect();
		return tasks;
	};
}

/** The observer hears of a task in a later one. */
function nextTask(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 50));
}

Object.assign(globalThis, { bench: { pull, work } satisfies Trial });
